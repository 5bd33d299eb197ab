package io.weir.worker.batch;

import io.weir.worker.record.Failure;
import io.weir.worker.record.QueueRecord;
import java.io.IOException;

/** The dead-letter queue. Thread-safe. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * Sends a record there, unchanged but for the attribute {@code failure}.
     *
     * @throws IOException if it may not have been taken
     */
    void send(QueueRecord record, Failure failure) throws IOException;
}
