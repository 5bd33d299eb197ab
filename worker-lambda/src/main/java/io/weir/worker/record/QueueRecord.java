package io.weir.worker.record;

import io.weir.envelope.Attributes;
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
 * @param senderId who put it there, as SQS saw it, or null; in a slow lane who put it on the queue at first
 * @param waiting what it brought along into a slow lane, or null if it has not been moved
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
        String queueArn,
        @Nullable String senderId,
        @Nullable Waiting waiting) {
    /** A message attribute whose type is not String: a text or bytes. */
    public record OtherAttribute(
            String dataType,
            @Nullable String text,
            @Nullable ByteBuffer bytes) {}

    private static final int LONGEST_POINTER = 8 * 1024;

    /** A body of 6 MiB as text. */
    private static final int LARGEST_IN_INBOX = 8 * 1024 * 1024;

    public QueueRecord {
        attributes = Map.copyOf(attributes);
        otherAttributes = Map.copyOf(otherAttributes);
    }

    /** The most that its body has, once it is open: how large a message in the inbox is does not stand in what points to it. */
    public int mostBytes() {
        boolean mayPoint = body.length() <= LONGEST_POINTER
                && body.contains("\"s3\"")
                && !attributes.containsKey(Attributes.SOURCE);
        return mayPoint ? LARGEST_IN_INBOX : body.length();
    }

    /** Builds a record that was received once and holds nothing; the names say what is set. */
    public static Builder builder(String messageId) {
        return new Builder(messageId);
    }

    /** The same record, of which some can be replaced. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Sets the fields by name. */
    public static final class Builder {
        private final String messageId;
        private String receiptHandle = "";
        private String body = "";
        private Map<String, String> attributes = Map.of();
        private Map<String, OtherAttribute> otherAttributes = Map.of();
        private int receiveCount = 1;
        private Instant sentAt = Instant.EPOCH;
        private @Nullable Instant firstReceivedAt;
        private @Nullable String groupId;
        private @Nullable String traceHeader;
        private String queueArn = "";
        private @Nullable String senderId;
        private @Nullable Waiting waiting;

        private Builder(String messageId) {
            this.messageId = messageId;
        }

        private Builder(QueueRecord record) {
            this.messageId = record.messageId;
            this.receiptHandle = record.receiptHandle;
            this.body = record.body;
            this.attributes = record.attributes;
            this.otherAttributes = record.otherAttributes;
            this.receiveCount = record.receiveCount;
            this.sentAt = record.sentAt;
            this.firstReceivedAt = record.firstReceivedAt;
            this.groupId = record.groupId;
            this.traceHeader = record.traceHeader;
            this.queueArn = record.queueArn;
            this.senderId = record.senderId;
            this.waiting = record.waiting;
        }

        public Builder receiptHandle(String value) {
            receiptHandle = value;
            return this;
        }

        public Builder body(String value) {
            body = value;
            return this;
        }

        public Builder attributes(Map<String, String> value) {
            attributes = value;
            return this;
        }

        public Builder otherAttributes(Map<String, OtherAttribute> value) {
            otherAttributes = value;
            return this;
        }

        public Builder receiveCount(int value) {
            receiveCount = value;
            return this;
        }

        public Builder sentAt(Instant value) {
            sentAt = value;
            return this;
        }

        /** Null stands for the time when it was sent. */
        public Builder firstReceivedAt(@Nullable Instant value) {
            firstReceivedAt = value;
            return this;
        }

        public Builder groupId(@Nullable String value) {
            groupId = value;
            return this;
        }

        public Builder traceHeader(@Nullable String value) {
            traceHeader = value;
            return this;
        }

        public Builder queueArn(String value) {
            queueArn = value;
            return this;
        }

        public Builder senderId(@Nullable String value) {
            senderId = value;
            return this;
        }

        public Builder waiting(@Nullable Waiting value) {
            waiting = value;
            return this;
        }

        public QueueRecord build() {
            return new QueueRecord(
                    messageId,
                    receiptHandle,
                    body,
                    attributes,
                    otherAttributes,
                    receiveCount,
                    sentAt,
                    firstReceivedAt == null ? sentAt : firstReceivedAt,
                    groupId,
                    traceHeader,
                    queueArn,
                    senderId,
                    waiting);
        }
    }

    /** When it was put on the queue at first. */
    public Instant acceptedAt() {
        return waiting == null ? sentAt : waiting.sentAt();
    }

    /** When it was first received at all. */
    public Instant triedAt() {
        return waiting == null ? firstReceivedAt : waiting.triedAt();
    }

    /** How often it was received at all, this time included. */
    public int attempts() {
        return receiveCount + (waiting == null ? 0 : waiting.attempts());
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
