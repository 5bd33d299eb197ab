package io.weir.benchmarks.system;

import io.weir.benchmarks.load.Load;
import io.weir.benchmarks.load.Plan;
import io.weir.benchmarks.load.SignedRequests;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long it takes from the command to the first request that is acknowledged. */
public final class Start implements Measurement {
    private static final int EARLIER = 2_000;

    /** One commit, and a folder that it has used already. */
    private record Candidate(String name, List<String> launcher, Path existing) {}

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        try (Lab.Room mine = lab.room();
                Lab.Room other = lab.room()) {
            List<Candidate> candidates = new ArrayList<>();
            candidates.add(new Candidate("weir", Weir.launcher(lab), mine.path()));
            lab.before()
                    .ifPresentOrElse(
                            jar -> candidates.add(new Candidate("before", Weir.launcher(jar), other.path())),
                            () -> recorder.note("before", "left out: WEIR_BEFORE names no jar"));
            recorder.note(
                    "launcher",
                    "scripts/weir, which looks for sources newer than the jar; the commit before by java alone");
            for (Candidate candidate : candidates) {
                use(lab, candidate.existing(), candidate.launcher());
            }
            for (int round = 0; round < lab.rounds() * 2 - 1; round++) {
                round(lab, recorder, candidates);
            }
        }
    }

    private static void round(Lab lab, Recorder recorder, List<Candidate> candidates)
            throws IOException, InterruptedException {
        List<Double> fresh = new ArrayList<>();
        List<Double> existing = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try (Lab.Room room = lab.room()) {
                double seconds = once(room.path(), candidate.launcher());
                fresh.add(recorder.figure(candidate.name() + "/fresh", "s", seconds));
            }
            double seconds = once(candidate.existing(), candidate.launcher());
            existing.add(recorder.figure(candidate.name() + "/existing", "s", seconds));
        }
        if (candidates.size() == 2) {
            recorder.ratio("weir/fresh by before", "<= 0.6", fresh.getFirst() / fresh.getLast());
            recorder.ratio("weir/existing by before", "<= 0.6", existing.getFirst() / existing.getLast());
        }
    }

    private static void use(Lab lab, Path folder, List<String> launcher) throws IOException, InterruptedException {
        try (Weir weir = Weir.start(folder, launcher, 1, WeirSources.archive())) {
            Fill.send(weir, lab.count(EARLIER), Fill.BODY);
            if (!weir.awaitEmpty(Duration.ofMinutes(1))) {
                throw new IllegalStateException("the worker is not done: " + weir.depth());
            }
            weir.end();
        }
    }

    private static double once(Path folder, List<String> launcher) throws IOException, InterruptedException {
        try (Weir weir = Weir.start(folder, launcher, 1, WeirSources.archive())) {
            Load.run(
                            Plan.count(weir.port(), 1, 1),
                            () -> new SignedRequests(WeirSources.paths(1), WeirSources.secret(), Fill.BODY))
                    .allAcknowledged();
            double seconds = (System.nanoTime() - weir.startNanos()) / 1e9;
            weir.end();
            return seconds;
        }
    }
}
