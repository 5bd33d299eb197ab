package io.weir.benchmarks.system;

import io.weir.benchmarks.load.Load;
import io.weir.benchmarks.load.Plan;
import io.weir.benchmarks.load.Report;
import io.weir.benchmarks.peer.Convoy;
import io.weir.benchmarks.peer.Disk;
import io.weir.benchmarks.peer.Door;
import io.weir.benchmarks.peer.Flask;
import io.weir.benchmarks.peer.JettyHello;
import io.weir.benchmarks.peer.NodeLoop;
import io.weir.benchmarks.peer.Peer;
import io.weir.benchmarks.peer.SqliteRows;
import io.weir.benchmarks.peer.Webhook;
import io.weir.benchmarks.peer.WeirDoor;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Sink;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;

/** Requests a second that are acknowledged, and how long that takes, by senders: Weir with its worker on, and peers. */
public final class Acknowledged implements Measurement {
    private static final List<Integer> SENDERS = List.of(1, 16, 64, 256);
    private static final List<String> RIVALS = List.of("flask", "node", "webhook", "convoy");

    /** What this round found, by name. */
    private final Map<String, Double> found = new HashMap<>();

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        try (Sink sink = Sink.after(Duration.ZERO)) {
            List<Peer> peers = peers(lab, sink);
            for (Peer peer : peers) {
                recorder.note(
                        peer.name(),
                        peer.lack().isPresent() ? "left out: " + peer.lack().get() : peer.about());
            }
            if (lab.before().isEmpty()) {
                recorder.note("before", "left out: WEIR_BEFORE names no jar");
            }
            warmUpSenders(lab);
            for (int round = 0; round < lab.rounds(); round++) {
                found.clear();
                bare(lab, recorder);
                for (Peer peer : peers) {
                    if (peer.lack().isEmpty()) {
                        measure(lab, recorder, peer);
                    }
                }
                ratios(recorder);
            }
        }
    }

    private static List<Peer> peers(Lab lab, Sink sink) {
        List<Peer> peers = new ArrayList<>(List.of(
                new WeirDoor("weir-archive", Weir.launcher(lab), Optional.empty()),
                new WeirDoor("weir-http", Weir.launcher(lab), Optional.of(sink))));
        lab.before().ifPresent(jar -> peers.add(new WeirDoor("before", Weir.launcher(jar), Optional.empty())));
        peers.addAll(List.of(new JettyHello(), new Flask(), new NodeLoop(), new Webhook(), new Convoy()));
        return peers;
    }

    private static final Duration WARM = Duration.ofSeconds(15);

    /** The senders are a program that must be compiled, too: whoever was measured first had them slow. */
    private static void warmUpSenders(Lab lab) throws IOException, InterruptedException {
        try (Lab.Room room = lab.room();
                Door door = new JettyHello().open(lab, room.path())) {
            warmUp(door);
        }
    }

    private static void warmUp(Door door) throws IOException, InterruptedException {
        Load.run(Plan.closed(door.port(), 64, Duration.ZERO, WARM), door.requests(Fill.BODY));
    }

    private void measure(Lab lab, Recorder recorder, Peer peer) throws IOException, InterruptedException {
        try (Lab.Room room = lab.room();
                Door door = peer.open(lab, room.path())) {
            // What is not compiled yet is another program; two cores need some 15 s for it, however short the rest is
            // made.
            warmUp(door);
            door.settle();
            for (int senders : SENDERS) {
                Report report = Load.run(
                                Plan.closed(door.port(), senders, lab.seconds(0.5), lab.seconds(2.5)),
                                door.requests(Fill.BODY))
                        .allAcknowledged();
                String name = peer.name() + "/" + senders;
                keep(recorder, name + "/rate", "a second", report.rate());
                keep(recorder, name + "/p50", "ms", report.millis(0.5));
                keep(recorder, name + "/p99", "ms", report.millis(0.99));
            }
        }
    }

    private void keep(Recorder recorder, String name, String unit, double value) {
        found.put(name, recorder.figure(name, unit, value));
    }

    /** What disk and database can do at all, without HTTP. */
    private void bare(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        Duration time = lab.seconds(2);
        try (Lab.Room room = lab.room()) {
            keep(recorder, "disk/1", Disk.append(room.path(), Fill.BODY, time), time);
        }
        for (int producers : List.of(1, 16, 64)) {
            try (Lab.Room room = lab.room()) {
                keep(recorder, "sqlite/" + producers, SqliteRows.insert(room.path(), Fill.BODY, producers, time), time);
            }
        }
        recorder.note("disk", "appends 2 KiB and calls fdatasync");
        recorder.note("sqlite", "rows of 2 KiB, one writer, WAL, synchronous=FULL, those that wait in one transaction");
    }

    private void keep(Recorder recorder, String name, Histogram micros, Duration time) {
        keep(recorder, name + "/rate", "a second", micros.getTotalCount() / (time.toNanos() / 1e9));
        keep(recorder, name + "/p50", "ms", micros.getValueAtPercentile(50) / 1000.0);
        keep(recorder, name + "/p99", "ms", micros.getValueAtPercentile(99) / 1000.0);
    }

    private void ratios(Recorder recorder) {
        BiConsumer<String[], String> by = (names, goal) -> {
            Double ours = found.get(names[0]);
            Double theirs = found.get(names[1]);
            if (ours != null && theirs != null) {
                recorder.ratio(names[0] + " by " + names[1], goal, ours / theirs);
            }
        };
        by.accept(new String[] {"weir-archive/1/p50", "disk/1/p50"}, "<= 2");
        by.accept(new String[] {"weir-archive/1/p50", "flask/1/p50"}, "<= 1");
        by.accept(new String[] {"weir-archive/64/rate", "sqlite/64/rate"}, ">= 0.5");
        by.accept(new String[] {"weir-archive/64/rate", "jetty-hello/64/rate"}, ">= 0.33");
        for (String rival : RIVALS) {
            for (int senders : SENDERS) {
                String column = "/" + senders + "/rate";
                by.accept(new String[] {"weir-archive" + column, rival + column}, ">= 1");
            }
        }
        by.accept(new String[] {"weir-archive/1/p50", "before/1/p50"}, "<= 1");
        by.accept(new String[] {"weir-archive/64/rate", "before/64/rate"}, ">= 1");
    }
}
