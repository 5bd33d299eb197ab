package io.weir.worker.batch;

import io.weir.envelope.Attributes;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps some of the rejected messages under {@code rejected/} in the bucket, so that one can see what a stranger sends:
 * at most {@value #PER_MINUTE} a minute a source, lest a stranger run up the bill. Best effort. Thread-safe.
 *
 * <p>Only the body is kept, without the headers: they may hold a signature that was made for something else.
 */
public final class RejectedSamples {
    static final int PER_MINUTE = 5;

    private record Window(long minute, AtomicInteger count) {}

    private final Bucket bucket;
    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    public RejectedSamples(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Keeps the message if there is room for it in this minute. */
    void keep(QueueRecord record, Outcome.Rejected rejected) {
        // Only configured sources are ever rejected; a message without the attribute came from SNS itself.
        String source = record.attributes().getOrDefault(Attributes.SOURCE, "sns");
        if (!admit(source)) {
            return;
        }
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String key = "rejected/" + source + "/" + day + "/" + record.messageId();
        Map<String, String> metadata = Map.of("reason", rejected.reason(), "received-at", receivedAt(record));
        try {
            bucket.put(key, record.body().getBytes(StandardCharsets.UTF_8), "application/octet-stream", metadata);
        } catch (IOException e) {
            // A sample is a convenience; the log line and the metric are what counts.
        }
    }

    private static String receivedAt(QueueRecord record) {
        Instant sentAt = record.sentAt();
        return record.attributes().getOrDefault(Attributes.RECEIVED_AT, sentAt.toString());
    }

    private boolean admit(String source) {
        long minute = clock.instant().getEpochSecond() / 60;
        Window window = windows.compute(
                source,
                (name, current) -> current == null || current.minute() != minute
                        ? new Window(minute, new AtomicInteger())
                        : current);
        return window.count().incrementAndGet() <= PER_MINUTE;
    }
}
