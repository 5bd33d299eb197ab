package io.weir.benchmarks.system;

import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Sink;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Messages a second that the worker of {@code weir run} is done with, from a full queue, beside an earlier commit's. */
public final class Drained implements Measurement {
    private static final Duration STEP = Duration.ofMillis(10);
    private static final double WARM_SECONDS = 1.5;

    /** What happens to an event, and how many wait: enough for the time of a measurement. */
    private enum Effect {
        archive(60_000, -1, ">= 4"),
        http_0ms(60_000, 0, ">= 4"),
        http_5ms(30_000, 5, ">= 1"),
        http_20ms(25_000, 20, ">= 10");

        private final int messages;
        private final int sinkMillis;
        private final String goal;

        Effect(int messages, int sinkMillis, String goal) {
            this.messages = messages;
            this.sinkMillis = sinkMillis;
            this.goal = goal;
        }
    }

    /** How many were left at a time. */
    private record Sample(double seconds, long left) {}

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        Map<String, List<String>> launchers = new LinkedHashMap<>();
        launchers.put("weir", Weir.launcher(lab));
        lab.before()
                .ifPresentOrElse(
                        jar -> launchers.put("before", Weir.launcher(jar)),
                        () -> recorder.note("before", "left out: WEIR_BEFORE names no jar"));
        for (int round = 0; round < lab.rounds(); round++) {
            for (Effect effect : Effect.values()) {
                Map<String, Double> rates = new LinkedHashMap<>();
                for (Map.Entry<String, List<String>> launcher : launchers.entrySet()) {
                    rates.put(launcher.getKey(), one(lab, recorder, launcher, effect));
                }
                Double before = rates.get("before");
                if (before != null) {
                    recorder.ratio(
                            "weir/" + effect + " by before", effect.goal, rates.getOrDefault("weir", 0.0) / before);
                }
            }
        }
    }

    private static double one(Lab lab, Recorder recorder, Map.Entry<String, List<String>> launcher, Effect effect)
            throws IOException, InterruptedException {
        String name = launcher.getKey() + "/" + effect;
        try (Lab.Room room = lab.room();
                Sink sink = Sink.after(Duration.ofMillis(Math.max(0, effect.sinkMillis)))) {
            Path folder = room.path();
            Fill.folder(folder, launcher.getValue(), lab.count(effect.messages));
            List<Object> actions = effect == Effect.archive ? WeirSources.archive() : WeirSources.http(folder, sink);
            try (Weir weir = Weir.start(folder, launcher.getValue(), 1, actions)) {
                double rate = rate(watch(weir, lab.seconds(5)));
                if (weir.depth().dead() > 0 || weir.depth().retrying() > 0) {
                    throw new IllegalStateException("messages failed: " + weir.depth());
                }
                if (effect != Effect.archive) {
                    recorder.figure(name + "/at once", "requests", sink.mostAtOnce());
                }
                return recorder.figure(name, "a second", rate);
            }
        }
    }

    /** The health is asked anew a few times a second: what counts is when it changes. */
    private static List<Sample> watch(Weir weir, Duration atMost) throws IOException {
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        samples.add(new Sample(0, weir.depth().left()));
        while (samples.getLast().left() > 0 && System.nanoTime() - start < atMost.toNanos() + WARM_SECONDS * 1e9) {
            LockSupport.parkNanos(STEP.toNanos());
            long left = weir.depth().left();
            if (left != samples.getLast().left()) {
                samples.add(new Sample((System.nanoTime() - start) / 1e9, left));
            }
        }
        return samples;
    }

    /** From when it is warm; from the beginning if it was done before that. */
    private static double rate(List<Sample> samples) {
        Sample last = samples.getLast();
        Sample first = samples.stream()
                .filter(sample -> sample.seconds() >= WARM_SECONDS && last.seconds() - sample.seconds() >= 1)
                .findFirst()
                .orElse(samples.getFirst());
        if (last.left() >= first.left()) {
            throw new IllegalStateException("nothing was drained: " + last.left() + " are left");
        }
        return (first.left() - last.left()) / (last.seconds() - first.seconds());
    }
}
