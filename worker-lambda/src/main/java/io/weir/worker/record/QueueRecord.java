package io.weir.worker.record;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of a batch, as SQS delivered it.
 *
 * @param messageId SQS's id of the message; a redriven message has a new one
 * @param receiptHandle for changing the visibility of this receive
 * @param body the message's body, empty if it had none
 * @param attributes String message attributes by name
 * @param otherAttributes those of any other type, which Weir never writes; kept so that a dead letter loses nothing
 * @param receiveCount how often it has been received, this time included
 * @param sentAt when it was put on this queue
 * @param firstReceivedAt when it was first received from this queue
 * @param groupId message group, or null
 * @param traceHeader X-Ray trace header, or null
 * @param queueArn the queue it came from
 */
public record QueueRecord(
        String messageId,
        String receiptHandle,
        String body,
        Map<String, String> attributes,
        Map<String, OtherAttribute> otherAttributes,
        int receiveCount,
        Instant sentAt,
        Instant firstReceivedAt,
        @Nullable String groupId,
        @Nullable String traceHeader,
        String queueArn) {
    /** A message attribute whose type is not String: a text or bytes. */
    public record OtherAttribute(
            String dataType,
            @Nullable String text,
            @Nullable ByteBuffer bytes) {}

    public QueueRecord {
        attributes = Map.copyOf(attributes);
        otherAttributes = Map.copyOf(otherAttributes);
    }

    /** Whether it came from a FIFO queue. A group id does not tell: standard queues carry them too. */
    public boolean isFifo() {
        return queueArn.endsWith(".fifo");
    }

    /** Names the record without its body and attributes. */
    @Override
    public String toString() {
        return "QueueRecord[messageId=" + messageId + ", receiveCount=" + receiveCount + "]";
    }
}
