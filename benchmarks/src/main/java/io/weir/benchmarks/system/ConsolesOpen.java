package io.weir.benchmarks.system;

import io.weir.benchmarks.load.Load;
import io.weir.benchmarks.load.Plan;
import io.weir.benchmarks.load.Report;
import io.weir.benchmarks.load.SignedRequests;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;

/** How long answers take under 50 requests a second, without consoles and with ten that are open, in turns. */
public final class ConsolesOpen implements Measurement {
    private static final int CONSOLES = 10;
    private static final int RATE = 50;

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        try (Lab.Room room = lab.room();
                Weir weir = Weir.start(room.path(), Weir.launcher(lab), 1, WeirSources.archive())) {
            Fill.send(weir, lab.count(5_000), Fill.BODY); // warms up
            for (int round = 0; round < lab.rounds(); round++) {
                double without = measure(lab, recorder, weir, "without");
                try (Consoles consoles = Consoles.open(weir.data().resolve("admin.json"), CONSOLES)) {
                    double with = measure(lab, recorder, weir, "with");
                    recorder.note("consoles", consoles.report());
                    recorder.ratio("p99 with consoles by without", "<= 2", with / without);
                }
            }
        }
    }

    private static double measure(Lab lab, Recorder recorder, Weir weir, String consoles)
            throws IOException, InterruptedException {
        Report report = Load.run(
                        Plan.open(weir.port(), 16, lab.seconds(1), lab.seconds(8), RATE),
                        () -> new SignedRequests(WeirSources.paths(1), WeirSources.secret(), Fill.BODY))
                .allAcknowledged();
        recorder.figure(consoles + "/p50", "ms", report.millis(0.5));
        return recorder.figure(consoles + "/p99", "ms", report.millis(0.99));
    }
}
