package io.weir.worker.batch;

import io.weir.envelope.BucketKeys;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.record.Failure;
import io.weir.worker.record.QueueRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Keeps the reasons of last attempts in the bucket: SQS moves such a record to the dead-letter queue by itself, without a
 * reason. Best effort. Thread-safe.
 */
public final class LastAttempts {
    private final Bucket bucket;
    private final RecordLog log;
    private final int maxReceiveCount;

    /** @param maxReceiveCount as in the queue's redrive policy: after so many receives SQS itself moves a record */
    public LastAttempts(Bucket bucket, RecordLog log, int maxReceiveCount) {
        this.bucket = bucket;
        this.log = log;
        this.maxReceiveCount = maxReceiveCount;
    }

    boolean isLast(QueueRecord record) {
        return record.receiveCount() >= maxReceiveCount;
    }

    void note(QueueRecord record, Failure failure) {
        byte[] note = failure.toJson().getBytes(StandardCharsets.UTF_8);
        String key = BucketKeys.FAILURES + BucketKeys.day(failure.lastSeen()) + "/" + record.messageId();
        try {
            bucket.put(key, note, "application/json", Map.of());
        } catch (IOException e) {
            log.warn("the reason of a last attempt could not be kept under " + BucketKeys.FAILURES);
        }
    }
}
