package io.weir.worker.batch;

import io.weir.envelope.SqsLimits;
import io.weir.worker.record.QueueRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How long a failed record waits: exponential with full jitter, so that records that failed together do not come back
 * together. Thread-safe if the generator is.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and jitter</a>
 */
public final class Backoff {
    /** Counted from the end of the batch, while SQS counts from the receive. */
    static final Duration MAX = SqsLimits.VISIBILITY.minusMinutes(30);

    private static final Duration BASE = Duration.ofSeconds(2);
    private static final Duration CAP = Duration.ofMinutes(15);
    private static final Duration MIN = Duration.ofSeconds(1);

    private final RandomGenerator random;

    private final Duration retention;

    /** @param retention how long the queue keeps a message */
    public Backoff(RandomGenerator random, Duration retention) {
        this.random = random;
        this.retention = retention;
    }

    /**
     * The wait before the next attempt. At most half of the retention that is left, so that the message comes back in time
     * to be processed, or to reach the dead-letter queue, before the queue forgets it.
     *
     * @param notBefore the least wait that the failed peer asked for
     */
    Duration delay(QueueRecord record, Duration notBefore, Instant now) {
        int doublings = Math.min(record.receiveCount() - 1, 20);
        Duration ceiling = min(CAP, BASE.multipliedBy(1L << doublings));
        Duration jittered = Duration.ofMillis(random.nextLong(ceiling.toMillis() + 1));
        Duration left = Duration.between(now, record.sentAt().plus(retention)).dividedBy(2);
        return max(MIN, min(min(MAX, left), max(jittered, notBefore)));
    }

    private static Duration min(Duration first, Duration second) {
        return first.compareTo(second) <= 0 ? first : second;
    }

    private static Duration max(Duration first, Duration second) {
        return first.compareTo(second) >= 0 ? first : second;
    }
}
