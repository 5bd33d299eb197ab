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
import java.util.List;

/** How the rate of acknowledgements changes with the size of bodies and with the number of sources; 16 senders. */
public final class Growth implements Measurement {
    private static final int SENDERS = 16;
    private static final int MOST_ROUNDS = 2;
    private static final int KIBIBYTE = 1024;

    /** Kibibytes, to the largest body that the door takes. */
    private static final List<Integer> SIZES = List.of(1, 4, 16, 64, 256, 1024, 6144);

    private static final List<Integer> SOURCES = List.of(1, 10, 100, 1000);

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        for (int round = 0; round < Math.min(MOST_ROUNDS, lab.rounds()); round++) {
            sizes(lab, recorder);
            sources(lab, recorder);
        }
    }

    private static void sizes(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        for (int size : SIZES) {
            try (Lab.Room room = lab.room();
                    Weir weir = Weir.start(room.path(), Weir.launcher(lab), 1, WeirSources.archive())) {
                Report report = measure(lab, weir, 1, size * KIBIBYTE);
                if (report.failed() > 0) {
                    recorder.note(size + " KiB", "answers by status: " + report.statuses());
                }
                recorder.figure("size/" + size + "/rate", "a second", report.rate());
                recorder.figure("size/" + size + "/bytes", "MiB a second", report.rate() * size / KIBIBYTE);
                recorder.figure("size/" + size + "/p50", "ms", report.millis(0.5));
                recorder.figure("size/" + size + "/p99", "ms", report.millis(0.99));
            }
        }
    }

    private static void sources(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        double one = 0;
        for (int sources : SOURCES) {
            try (Lab.Room room = lab.room();
                    Weir weir = Weir.start(room.path(), Weir.launcher(lab), sources, WeirSources.archive())) {
                Report report = measure(lab, weir, sources, Fill.BODY).allAcknowledged();
                recorder.figure("sources/" + sources + "/rate", "a second", report.rate());
                recorder.figure("sources/" + sources + "/p50", "ms", report.millis(0.5));
                recorder.figure("sources/" + sources + "/p99", "ms", report.millis(0.99));
                one = sources == 1 ? report.rate() : one;
                if (sources == SOURCES.getLast()) {
                    recorder.ratio("rate with 1,000 sources by 1", ">= 0.8", report.rate() / one);
                }
            }
        }
    }

    private static Report measure(Lab lab, Weir weir, int sources, int bytes) throws IOException, InterruptedException {
        return Load.run(
                Plan.closed(weir.port(), SENDERS, lab.seconds(1.5), lab.seconds(2)),
                () -> new SignedRequests(WeirSources.paths(sources), WeirSources.secret(), bytes));
    }
}
