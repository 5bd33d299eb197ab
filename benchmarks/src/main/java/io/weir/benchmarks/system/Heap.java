package io.weir.benchmarks.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.benchmarks.load.Load;
import io.weir.benchmarks.load.Plan;
import io.weir.benchmarks.load.Report;
import io.weir.benchmarks.load.Requests;
import io.weir.benchmarks.load.SignedRequests;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the heap grows with the number of requests: the least that the collector left, in each tenth of a run with one
 * forged request in ten. {@code WEIR_HEAP_SECONDS} (60) says how long; what a million requests do takes longer than the rest.
 */
public final class Heap implements Measurement {
    private static final int SENDERS = 16;
    private static final int TENTHS = 10;
    private static final int BODY = 600;
    private static final Pattern COLLECTED = Pattern.compile(" Pause .* ([0-9]+)M->([0-9]+)M\\(");

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        double seconds = Double.parseDouble(System.getenv().getOrDefault("WEIR_HEAP_SECONDS", "60"));
        try (Lab.Room room = lab.room()) {
            Path log = room.path().resolve("gc");
            List<String> launcher = new ArrayList<>(List.of("env", "JAVA_TOOL_OPTIONS=-Xlog:gc:file=" + log));
            launcher.addAll(Weir.launcher(lab));
            try (Weir weir = Weir.start(room.path(), launcher, 1, WeirSources.archive())) {
                long sent = 0;
                List<Integer> least = new ArrayList<>();
                for (int tenth = 0; tenth < TENTHS; tenth++) {
                    int read = Files.readString(log).length();
                    Report report = Load.run(
                            Plan.closed(weir.port(), SENDERS, Duration.ZERO, lab.seconds(seconds / TENTHS)),
                            OneForgedInTen::new);
                    sent += report.allAcknowledged().with(200);
                    least(Files.readString(log).substring(read)).ifPresent(least::add);
                }
                recorder.figure("requests", "requests", (double) sent);
                report(recorder, least);
            }
        }
    }

    private static void report(Recorder recorder, List<Integer> least) {
        if (least.size() < 3) {
            recorder.note("heap", "left out: the collector ran in fewer than three tenths of the run");
            return;
        }
        int half = least.size() / 2;
        double first =
                least.subList(1, half + 1).stream().mapToInt(one -> one).min().orElseThrow();
        double last = least.subList(half, least.size()).stream()
                .mapToInt(one -> one)
                .min()
                .orElseThrow();
        recorder.figure("first half", "MB", first);
        recorder.figure("second half", "MB", last);
        recorder.ratio("second half by first", "<= 1.5", last / first);
    }

    private static Optional<Integer> least(String log) {
        return COLLECTED
                .matcher(log)
                .results()
                .map(one -> Integer.parseInt(one.group(2)))
                .min(Integer::compare);
    }

    /** What strangers send costs memory as well. */
    private static final class OneForgedInTen implements Requests {
        private final SignedRequests signed = new SignedRequests(WeirSources.paths(1), WeirSources.secret(), BODY);
        private final SignedRequests forged =
                new SignedRequests(WeirSources.paths(1), "another".getBytes(US_ASCII), BODY);
        private int turn;

        @Override
        public ByteBuffer[] next() {
            return (++turn % 10 == 0 ? forged : signed).next();
        }
    }
}
