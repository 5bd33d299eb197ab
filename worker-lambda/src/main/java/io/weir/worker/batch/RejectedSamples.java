package io.weir.worker.batch;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.source.Source;
import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps some of what was rejected, and of replays, under {@code rejected/<source>/} in the bucket, so that one can see what a stranger
 * sends: at most {@value #PER_MINUTE} a minute a source, so that a stranger cannot run up the bill. Best effort.
 * Thread-safe.
 */
public final class RejectedSamples {
    static final int PER_MINUTE = 5;

    /** Where samples lie that belong to no source; no source can be called so. */
    static final String NO_SOURCE = "_unknown";

    private record Window(long minute, AtomicInteger count) {}

    private final Bucket bucket;
    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    public RejectedSamples(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Keeps what was opened if there is room for it in this minute. */
    void keep(Attempt attempt, String reason) {
        Source source = attempt.source();
        String name = source == null ? NO_SOURCE : source.name();
        Instant now = clock.instant();
        if (!admit(name, now)) {
            return;
        }
        String key = BucketKeys.REJECTED + name + "/" + BucketKeys.day(now) + "/"
                + attempt.record().messageId();
        Sample sample = Sample.of(attempt, reason);
        Map<String, String> metadata =
                Map.of("reason", reason, "received-at", sample.receivedAt().toString());
        try {
            bucket.put(key, sample.toBytes(), "application/octet-stream", metadata);
        } catch (IOException e) {
            // A sample is a convenience; the log line and the metric are what counts.
        }
    }

    private boolean admit(String name, Instant now) {
        long minute = now.getEpochSecond() / 60;
        Window window = windows.compute(
                name,
                (same, current) -> current == null || current.minute() != minute
                        ? new Window(minute, new AtomicInteger())
                        : current);
        return window.count().incrementAndGet() <= PER_MINUTE;
    }
}
