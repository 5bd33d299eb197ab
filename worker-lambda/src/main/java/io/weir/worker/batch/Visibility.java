package io.weir.worker.batch;

import io.weir.worker.record.QueueRecord;
import java.time.Duration;
import java.util.Map;

/** Changes when failed records come back. Thread-safe. */
@FunctionalInterface
public interface Visibility {
    /**
     * Hides each record for its delay. Best effort: where it fails, the queue's visibility time-out rules and nothing is
     * lost.
     *
     * @return the records that were not hidden, each with the reason; empty if all were
     */
    Map<QueueRecord, String> delay(Map<QueueRecord, Duration> delays);
}
