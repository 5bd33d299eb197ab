package io.weir.benchmarks.system;

import io.weir.benchmarks.load.Load;
import io.weir.benchmarks.load.Plan;
import io.weir.benchmarks.load.Report;
import io.weir.benchmarks.load.SignedRequests;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Sink;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long senders wait for their answers while the worker drains, beside a worker that is idle because its sink holds it. The
 * fixed rate is one that either leaves room for: there the difference is the worker's alone.
 */
public final class Backlog implements Measurement {
    private static final int MESSAGES = 100_000;
    private static final int RATE = 1_500;
    private static final List<Integer> SENDERS = List.of(64, 256);

    private final Map<String, Double> found = new HashMap<>();

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        recorder.note("backlog", lab.count(MESSAGES) + " messages wait when the worker begins");
        for (int round = 0; round < lab.rounds(); round++) {
            try (Lab.Room room = lab.room()) {
                round(lab, recorder, room.path());
            }
        }
    }

    private void round(Lab lab, Recorder recorder, Path folder) throws IOException, InterruptedException {
        List<String> launcher = Weir.launcher(lab);
        try (Sink sink = Sink.holding();
                Weir idle = Weir.start(folder, launcher, 1, WeirSources.http(folder, sink))) {
            Fill.send(idle, lab.count(MESSAGES), Fill.BODY);
            measure(lab, recorder, idle, "idle");
            idle.child().askToEnd();
            sink.release();
            idle.child().awaitEnd();
        }
        try (Weir draining = Weir.start(folder, launcher, 1, WeirSources.archive())) {
            warmUp(lab, draining);
            measure(lab, recorder, draining, "draining");
            if (draining.depth().left() == 0) {
                recorder.note("drained early", "the queue was empty before the last senders had ended");
            }
        }
        for (String load : List.of("64", "256", "64 at a fixed rate")) {
            double draining = value("draining/" + load + "/p99");
            recorder.ratio("draining/" + load + "/p99 by idle", "<= 1.2", draining / value("idle/" + load + "/p99"));
            recorder.ratio(
                    "draining/" + load + "/p99 by its p50", "<= 10", draining / value("draining/" + load + "/p50"));
        }
    }

    /** The idle one is warm from taking the backlog. */
    private static void warmUp(Lab lab, Weir weir) throws IOException, InterruptedException {
        Load.run(
                Plan.closed(weir.port(), 64, Duration.ZERO, lab.seconds(2)),
                () -> new SignedRequests(WeirSources.paths(1), WeirSources.secret(), Fill.BODY));
    }

    private double value(String name) {
        Double value = found.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " was not measured");
        }
        return value;
    }

    private void measure(Lab lab, Recorder recorder, Weir weir, String worker)
            throws IOException, InterruptedException {
        Plan fixed = Plan.open(weir.port(), 64, lab.seconds(0.5), lab.seconds(3), RATE);
        one(recorder, worker + "/64 at a fixed rate", fixed);
        for (int senders : SENDERS) {
            one(recorder, worker + "/" + senders, Plan.closed(weir.port(), senders, lab.seconds(0.5), lab.seconds(3)));
        }
    }

    private void one(Recorder recorder, String name, Plan plan) throws IOException, InterruptedException {
        Report report = Load.run(plan, () -> new SignedRequests(WeirSources.paths(1), WeirSources.secret(), Fill.BODY))
                .allAcknowledged();
        recorder.figure(name + "/rate", "a second", report.rate());
        found.put(name + "/p50", recorder.figure(name + "/p50", "ms", report.millis(0.5)));
        found.put(name + "/p99", recorder.figure(name + "/p99", "ms", report.millis(0.99)));
    }
}
