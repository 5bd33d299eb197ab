package io.weir.envelope;

import java.time.Duration;

/**
 * Limits of SQS that both functions keep.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">Message
 *     quotas</a>
 */
public final class SqsLimits {
    /** What a queue of ours takes, body and attributes together. SQS would take 1 MiB where the queue says so. */
    public static final int MESSAGE_BYTES = 256 * 1024;
    /** How many messages one call sends, receives, changes or deletes at most. */
    public static final int BATCH = 10;
    /** How many attributes a message has at most. */
    public static final int ATTRIBUTES = 10;
    /** How long a queue keeps a message at most; ours do. */
    public static final Duration RETENTION = Duration.ofDays(14);
    /** How long a message can be hidden at most, counted from its receive. */
    public static final Duration VISIBILITY = Duration.ofHours(12);

    private SqsLimits() {}
}
