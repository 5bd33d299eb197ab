package io.weir.benchmarks.system;

import io.weir.benchmarks.load.Load;
import io.weir.benchmarks.load.Plan;
import io.weir.benchmarks.load.Report;
import io.weir.benchmarks.load.SignedRequests;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Proc;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What of the machine's memory the process holds with its launcher's options, and whether large bodies are refused. */
public final class Memory implements Measurement {
    private static final int SENDERS = 64;
    private static final int MEBIBYTE = 1 << 20;

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        boolean known = Proc.isHere();
        if (!known) {
            recorder.note("memory", "left out: only Linux says what a process holds");
        }
        for (int round = 0; round < lab.rounds(); round++) {
            if (known) {
                resident(lab, recorder);
            }
            large(lab, recorder, 1, 256, known);
            large(lab, recorder, 6, 128, known);
        }
    }

    private static void resident(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        try (Lab.Room room = lab.room();
                Weir weir = Weir.start(room.path(), Weir.launcher(lab), 1, WeirSources.archive())) {
            TimeUnit.NANOSECONDS.sleep(lab.seconds(4).toNanos()); // it settles
            double idle = recorder.figure("idle", "MB", weir.proc().residentMegabytes());
            recorder.ratio("resident when idle, in MB", "<= 110", idle);
            Load.run(
                    Plan.closed(weir.port(), SENDERS, Duration.ZERO, lab.seconds(8)),
                    () -> new SignedRequests(WeirSources.paths(1), WeirSources.secret(), Fill.BODY));
            double peak = recorder.figure("64 senders", "MB", weir.proc().peakMegabytes());
            recorder.ratio("resident under 64 senders, in MB", "<= 160", peak);
        }
    }

    private static void large(Lab lab, Recorder recorder, int mebibytes, int bodies, boolean known)
            throws IOException, InterruptedException {
        String name = "64 senders of " + mebibytes + " MiB";
        try (Lab.Room room = lab.room();
                Weir weir = Weir.start(room.path(), Weir.launcher(lab), 1, WeirSources.archive())) {
            int count = Math.max(SENDERS, (int) (bodies * lab.scale()));
            Report report = Load.run(
                    Plan.count(weir.port(), SENDERS, count),
                    () -> new SignedRequests(List.of("/source-0"), WeirSources.secret(), mebibytes * MEBIBYTE));
            recorder.note(name, "answers by status: " + report.statuses());
            recorder.ratio(name + ", share refused", "<= 0", report.failed() / (double) count);
            recorder.figure(name + "/rate", "MiB a second", report.rate() * mebibytes);
            boolean isDone = weir.awaitEmpty(Duration.ofMinutes(2));
            if (!isDone) {
                recorder.note(name + ", worker", "not done after two minutes: " + weir.depth());
            }
            if (known) {
                double peak = recorder.figure(name + "/peak", "MB", weir.proc().peakMegabytes());
                recorder.ratio(name + ", resident, in MB", "<= 160", peak);
            }
        }
    }
}
