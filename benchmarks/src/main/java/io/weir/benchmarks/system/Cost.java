package io.weir.benchmarks.system;

import io.weir.benchmarks.load.SignedRequests;
import io.weir.benchmarks.process.Flushes;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Proc;
import io.weir.benchmarks.process.Sink;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a message takes of processor and disk, from its POST until it is archived, or posted on. */
public final class Cost implements Measurement {
    private static final int MESSAGES = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        if (!Proc.isHere()) {
            recorder.note("cost", "left out: only Linux says what a process uses");
            return;
        }
        for (int round = 0; round < lab.rounds(); round++) {
            try (Sink sink = Sink.after(Duration.ZERO)) {
                used(lab, recorder, Weir.launcher(lab), "weir-archive", null);
                used(lab, recorder, Weir.launcher(lab), "weir-http", sink);
                if (lab.before().isPresent()) {
                    used(lab, recorder, Weir.launcher(lab.before().get()), "before", null);
                }
                flushed(lab, recorder, "weir-archive", null);
                flushed(lab, recorder, "weir-http", sink);
            }
        }
    }

    private static final int WARM = 60_000;

    private static List<Object> actions(Path folder, @Nullable Sink sink) {
        return sink == null ? WeirSources.archive() : WeirSources.http(folder, sink);
    }

    private static void used(Lab lab, Recorder recorder, List<String> launcher, String name, @Nullable Sink sink)
            throws IOException, InterruptedException {
        int messages = lab.count(MESSAGES);
        try (Lab.Room room = lab.room();
                Weir weir = Weir.start(room.path(), launcher, 1, actions(room.path(), sink))) {
            through(weir, WARM); // however short the rest is made: what is not compiled yet is another program
            Proc proc = weir.proc();
            double cpu = proc.cpuSeconds();
            long written = proc.writtenBytes();
            through(weir, messages);
            double seconds = (proc.cpuSeconds() - cpu) * MESSAGES / messages;
            double bytes = (proc.writtenBytes() - written) / (double) messages;
            recorder.figure(name + "/cpu for 10,000", "s", seconds);
            recorder.figure(name + "/written", "bytes a message", bytes);
            if (name.equals("weir-archive")) {
                recorder.ratio(name + "/cpu for 10,000, in seconds", "<= 1.5", seconds);
                recorder.ratio(name + "/written by sent", "<= 3", bytes / requestBytes());
            }
        }
    }

    private static int requestBytes() {
        ByteBuffer[] one = new SignedRequests(WeirSources.paths(1), WeirSources.secret(), Fill.BODY).next();
        return Stream.of(one).mapToInt(ByteBuffer::remaining).sum();
    }

    private static void through(Weir weir, int messages) throws IOException, InterruptedException {
        Fill.send(weir, messages, Fill.BODY);
        if (!weir.awaitEmpty(PATIENCE)) {
            throw new IllegalStateException("the worker is not done: " + weir.depth());
        }
    }

    /** Counted from start to end of the process: the few of the start are shared by all messages. */
    private static void flushed(Lab lab, Recorder recorder, String name, @Nullable Sink sink)
            throws IOException, InterruptedException {
        if (!Flushes.isHere()) {
            recorder.note("flushes", "left out: no strace on the path");
            return;
        }
        recorder.note("flushes", "fsync, fdatasync and syncfs, counted by strace, which slows the process down");
        int messages = lab.count(MESSAGES);
        try (Lab.Room room = lab.room()) {
            Path counts = room.path().resolve("counts");
            List<String> launcher = new ArrayList<>(Flushes.tracer(counts));
            launcher.addAll(Weir.launcher(lab));
            try (Weir weir = Weir.start(room.path(), launcher, 1, actions(room.path(), sink))) {
                through(weir, messages);
                weir.child().endTraced();
            }
            double flushes = Flushes.in(counts) / (double) messages;
            recorder.figure(name + "/flushes", "a message", flushes);
            if (name.equals("weir-archive")) {
                recorder.ratio(name + "/flushes a message", "<= 0.5", flushes);
            }
        }
    }
}
