package io.weir.worker.retry;

import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Waiting;
import java.io.IOException;
import java.time.Duration;

/**
 * A second queue for records that wait long: what is hidden in the queue itself counts as in flight, and at 120,000 of these
 * a standard queue hands out nothing more, whatever its source. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">Message
 *     quotas</a>
 */
public interface SlowLane {
    /** The longest delay with which a message can be sent. */
    Duration MAX_DELAY = Duration.ofMinutes(15);

    /** Whether the record was received from this lane. */
    boolean holds(QueueRecord record);

    /** Whether the record's message has room for what it would bring along. */
    boolean takes(QueueRecord record);

    /**
     * Sends a copy of the record, with what it brings along.
     *
     * @param delay before it can be received, at most {@link #MAX_DELAY}
     * @throws IOException if it may not have been taken
     */
    void send(QueueRecord record, Waiting waiting, Duration delay) throws IOException;
}
