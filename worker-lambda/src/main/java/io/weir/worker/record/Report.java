package io.weir.worker.record;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a record and what came of it: what its log line says, for whoever keeps a ledger beside the log.
 *
 * @param requestId what the door called the request; null of what came without the door
 * @param source name of the configured source, or null as long as none is known
 */
public record Report(
        QueueRecord record,
        @Nullable String requestId,
        @Nullable String source,
        Outcome outcome,
        Notes notes,
        Timing timing) {
    /**
     * When it was.
     *
     * @param endedAt when the outcome was reported
     * @param duration from the beginning of the batch to the outcome
     * @param nextIn after which time the next attempt is planned, or null if none is
     */
    public record Timing(
            Instant endedAt, Duration duration, @Nullable Duration nextIn) {}

    /** Takes reports. Thread-safe. */
    @FunctionalInterface
    public interface Listener {
        /** Before the batch is answered; what it throws would fail the batch. */
        void report(Report report);

        /** A metric of a downstream, such as {@code BreakerOpen}: 1, or 0 when it closes. */
        default void downstream(String name, String metric, int value) {}
    }
}
