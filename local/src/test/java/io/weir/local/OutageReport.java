package io.weir.local;

import io.weir.local.SimulatedPeers.Outage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an outage came to.
 *
 * @param given events that were given up, of these
 * @param lasted from the outage's begin until all that was not given up was done
 * @param faults what must not be
 */
record OutageReport(
        Outage outage,
        int events,
        int given,
        double meanReceives,
        int mostReceives,
        Duration lasted,
        List<String> faults) {
    static final String HEAD = "| down | for | events | given up | receives an event: mean | most | all done after"
            + " its end | as a multiple of the outage |\n|---|---|---|---|---|---|---|---|";

    /** All is done after so much of the outage: an event waits for a third of its age, with a tenth of that as jitter. */
    private static final double MOST_OF_OUTAGE = 1.4;

    /** The wait for an open breaker, which may have opened last right before the outage ended; and the work itself. */
    private static final Duration MOST_BEYOND = Duration.ofSeconds(15);

    static OutageReport of(Outage outage, Map<String, Instant> sent, SimulatedPeers peers, SimulatedWeir weir) {
        OutageLedger ledger = OutageLedger.compare(outage, sent, peers, weir);
        IntSummaryStatistics receives =
                sent.keySet().stream().mapToInt(weir::receives).summaryStatistics();
        Instant last = sent.keySet().stream()
                .map(peers::lastEffect)
                .max(Instant::compareTo)
                .orElse(outage.begin());
        OutageReport report = new OutageReport(
                outage,
                sent.size(),
                ledger.given().size(),
                receives.getAverage(),
                receives.getMax(),
                Duration.between(outage.begin(), last),
                ledger.faults());
        report.checkTime();
        return report;
    }

    private void checkTime() {
        Duration most =
                Duration.ofMillis((long) (length().toMillis() * MOST_OF_OUTAGE)).plus(MOST_BEYOND);
        if (lasted.compareTo(most) > 0) {
            faults.add("all was done only " + lasted + " after the outage of " + length() + " had begun");
        }
    }

    private Duration length() {
        return Duration.between(outage.begin(), outage.end());
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %d | %.1f | %d | %s | %.2f |",
                outage.of().name().toLowerCase(Locale.ROOT),
                length().toString().substring(2).toLowerCase(Locale.ROOT),
                events,
                given,
                meanReceives,
                mostReceives,
                lasted.minus(length()).truncatedTo(ChronoUnit.SECONDS),
                (double) lasted.toMillis() / length().toMillis());
    }
}
