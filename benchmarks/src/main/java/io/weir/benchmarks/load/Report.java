package io.weir.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What the senders saw. */
public final class Report {
    /** For a connection that ended without an answer. */
    public static final int NO_ANSWER = 0;

    private final Histogram micros = new Histogram(3);
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;
    private long counted;

    /** A request that counts, answered. */
    void answered(int status, long dueNanos, long nowNanos) {
        statuses.merge(status, 1L, Long::sum);
        micros.recordValue(Math.max(1, (nowNanos - dueNanos) / 1000));
        firstNanos = Math.min(firstNanos, dueNanos);
        lastNanos = Math.max(lastNanos, nowNanos);
        counted++;
    }

    void add(Report other) {
        micros.add(other.micros);
        other.statuses.forEach((status, count) -> statuses.merge(status, count, Long::sum));
        firstNanos = Math.min(firstNanos, other.firstNanos);
        lastNanos = Math.max(lastNanos, other.lastNanos);
        counted += other.counted;
    }

    /** Requests that were answered with this status. */
    public long with(int status) {
        return statuses.getOrDefault(status, 0L);
    }

    /** Answers by status, {@link #NO_ANSWER} for none. */
    public Map<Integer, Long> statuses() {
        return Map.copyOf(statuses);
    }

    /** Requests that were answered with anything but 200. */
    public long failed() {
        return counted - with(200);
    }

    /** Requests a second that were answered with 200. */
    public double rate() {
        return counted == 0 ? 0 : with(200) / ((lastNanos - firstNanos) / 1e9);
    }

    /** How long at most this share of the answers took, in milliseconds. */
    public double millis(double share) {
        return micros.getValueAtPercentile(share * 100) / 1000.0;
    }

    /** The longest answer, in milliseconds. */
    public double maxMillis() {
        return micros.getMaxValue() / 1000.0;
    }

    /**
     * The same, if every request was acknowledged.
     *
     * @throws IllegalStateException if one was not: a rate with refusals among it says nothing
     */
    public Report allAcknowledged() {
        if (failed() > 0 || counted == 0) {
            throw new IllegalStateException("not every request was acknowledged; answers by status: " + statuses);
        }
        return this;
    }

    @Override
    public String toString() {
        return "%.0f/s, p50 %.2f ms, p99 %.2f ms, max %.2f ms, %s"
                .formatted(rate(), millis(0.5), millis(0.99), maxMillis(), statuses);
    }
}
