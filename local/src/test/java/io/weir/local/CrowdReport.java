package io.weir.local;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How a healthy source fared beside one whose target was down.
 *
 * @param what was simulated
 * @param batch the time that a batch takes
 * @param latencies of the healthy source's events, in order
 * @param lost events of either source that were not acted on once
 */
record CrowdReport(String what, Duration batch, List<Duration> latencies, int lost) {
    static final String HEAD =
            "| beside the healthy source | healthy source: median | 99 % | most | lost or repeated |\n|---|---|---|---|---|";

    private Duration part(double share) {
        return latencies.get((int) Math.min(latencies.size() - 1, latencies.size() * share));
    }

    /** Whether the healthy source notices no difference beyond waiting for two more batches, and nothing is lost. */
    boolean isAsGoodAs(CrowdReport other) {
        return lost == 0
                && latencies.size() == other.latencies.size()
                && latencies.getLast().minus(batch.multipliedBy(2)).compareTo(other.latencies.getLast()) <= 0;
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f s | %.1f s | %.1f s | %d |",
                what,
                seconds(part(0.5)),
                seconds(part(0.99)),
                seconds(latencies.getLast()),
                lost);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
