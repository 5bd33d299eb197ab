package io.weir.benchmarks.system;

import io.weir.benchmarks.load.Load;
import io.weir.benchmarks.load.Plan;
import io.weir.benchmarks.load.Report;
import io.weir.benchmarks.load.SignedRequests;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Sink;
import io.weir.benchmarks.process.Web;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What changes with the number of messages that wait: acknowledgements, the health, and a page of the ledger. The worker is
 * idle, because its sink holds it. Bodies are small, so that a million of them fit on the disk of a small machine.
 */
public final class Waiting implements Measurement {
    private static final List<Integer> WAITING = List.of(0, 10_000, 100_000, 1_000_000);
    private static final int BODY = 256;
    private static final int TIMES = 15;

    /** Longer than an answer about the health is kept. */
    private static final Duration FRESH = Duration.ofMillis(270);

    private final Map<String, Double> found = new HashMap<>();

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        try (Lab.Room room = lab.room();
                Sink sink = Sink.holding();
                Weir weir = Weir.start(room.path(), Weir.launcher(lab), 1, WeirSources.http(room.path(), sink));
                Web web = new Web()) {
            URI console = weir.console();
            web.get(console); // signs in
            Fill.send(weir, 2_000, BODY); // warms up
            int waiting = 0;
            for (int wanted : WAITING) {
                int scaled = wanted == 0 ? 0 : lab.count(wanted);
                if (scaled > waiting) {
                    Fill.send(weir, scaled - waiting, BODY);
                    waiting = scaled;
                }
                measure(lab, recorder, weir, wanted);
                pages(recorder, web, weir, console, wanted);
            }
            flat(recorder, "health", "<= 1.5");
            flat(recorder, "page", "<= 1.5");
            flat(recorder, "p50", "<= 1.5");
            recorder.note("waiting", "one run: the queue is filled once, by " + waiting + " requests");
        }
    }

    private void flat(Recorder recorder, String what, String goal) {
        Double none = found.get("0/" + what);
        Double most = found.get(WAITING.getLast() + "/" + what);
        if (none != null && most != null) {
            recorder.ratio(what + " with 1,000,000 waiting by 0", goal, most / none);
        }
    }

    private void measure(Lab lab, Recorder recorder, Weir weir, int waiting) throws IOException, InterruptedException {
        Report report = Load.run(
                        Plan.open(weir.port(), 16, lab.seconds(1), lab.seconds(4), 1_000),
                        () -> new SignedRequests(WeirSources.paths(1), WeirSources.secret(), BODY))
                .allAcknowledged();
        found.put(waiting + "/p50", recorder.figure("waiting/" + waiting + "/p50", "ms", report.millis(0.5)));
        recorder.figure("waiting/" + waiting + "/p99", "ms", report.millis(0.99));
    }

    private void pages(Recorder recorder, Web web, Weir weir, URI console, int waiting)
            throws IOException, InterruptedException {
        List<Double> health = new ArrayList<>();
        List<Double> page = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            TimeUnit.NANOSECONDS.sleep(FRESH.toNanos());
            health.add(millis(weir::depth));
            page.add(millis(() -> web.get(console.resolve("/requests"))));
        }
        found.put(waiting + "/health", recorder.figure("waiting/" + waiting + "/health", "ms", middle(health)));
        found.put(waiting + "/page", recorder.figure("waiting/" + waiting + "/page", "ms", middle(page)));
    }

    private static double middle(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Something that is asked of weir. */
    @FunctionalInterface
    private interface Question {
        Object ask() throws IOException;
    }

    private static double millis(Question question) throws IOException {
        long start = System.nanoTime();
        Object unusedAnswer = question.ask();
        return (System.nanoTime() - start) / 1e6;
    }
}
