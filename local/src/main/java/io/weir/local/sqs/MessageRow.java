package io.weir.local.sqs;

import io.weir.envelope.Attributes;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.envelope.QueueMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * A message as it lies in the table.
 *
 * @param id number of the row
 * @param groupId null for none, as each of the next three
 * @param sourceArn the queue that it was a dead letter of
 * @param sentAt epoch milliseconds
 * @param firstReceivedAt epoch milliseconds; 0 if it was never received
 * @param receipt token of its last receive, or null
 */
record MessageRow(
        long id,
        String messageId,
        String body,
        Map<String, MessageAttributeValue> attributes,
        @Nullable String groupId,
        @Nullable String deduplicationId,
        @Nullable String trace,
        @Nullable String sourceArn,
        long sentAt,
        int receiveCount,
        long firstReceivedAt,
        @Nullable String receipt) {

    /** A message that is about to be sent: nobody has received it. */
    static Builder sending(String messageId, String body) {
        return new Builder(messageId, body);
    }

    /** Columns by their places in the one statement that reads them: to find them by name takes as long as to read them. */
    static MessageRow read(ResultSet row) throws SQLException {
        Builder message = new Builder(row.getString(2), row.getString(3))
                .attributes(StoredAttributes.read(row.getString(4)))
                .groupId(row.getString(5))
                .deduplicationId(row.getString(6))
                .trace(row.getString(7))
                .sentAt(row.getLong(9));
        message.id = row.getLong(1);
        message.sourceArn = row.getString(8);
        message.receiveCount = row.getInt(10);
        message.firstReceivedAt = row.getLong(11);
        message.receipt = row.getString(12);
        return message.build();
    }

    /** What the door called the request that the message holds or points to, or null if an earlier door did not. */
    @Nullable
    String requestId() {
        Map<String, String> texts = texts();
        String key = inboxKey(texts);
        return key == null ? QueueMessage.idOf(texts) : BucketKeys.idOf(key);
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        attributes.forEach((name, value) -> {
            if (value.stringValue() != null) {
                texts.put(name, value.stringValue());
            }
        });
        return texts;
    }

    private @Nullable String inboxKey(Map<String, String> texts) {
        Delivery.InboxPointer pointer = Delivery.InboxPointer.find(body, texts);
        return pointer == null ? null : pointer.key();
    }

    /** What a ledger is told when it is sent. */
    MessageWatch.Sent sent(long row, String queue) {
        Map<String, String> texts = texts();
        String key = inboxKey(texts);
        return new MessageWatch.Sent(
                row,
                queue,
                key == null ? QueueMessage.idOf(texts) : BucketKeys.idOf(key),
                key == null ? texts.get(Attributes.SOURCE) : BucketKeys.sourceOf(key),
                key,
                QueueMessage.bodyBytes(body, texts.get(Attributes.ENCODING)),
                sentAt,
                QueueMessage.voucherOf(texts) != null);
    }

    static final class Builder {
        private final String messageId;
        private final String body;
        private Map<String, MessageAttributeValue> attributes = Map.of();
        private @Nullable String groupId;
        private @Nullable String deduplicationId;
        private @Nullable String trace;
        private long sentAt;
        private long id;
        private @Nullable String sourceArn;
        private int receiveCount;
        private long firstReceivedAt;
        private @Nullable String receipt;

        private Builder(String messageId, String body) {
            this.messageId = messageId;
            this.body = body;
        }

        Builder attributes(Map<String, MessageAttributeValue> value) {
            attributes = value;
            return this;
        }

        Builder groupId(@Nullable String value) {
            groupId = value;
            return this;
        }

        Builder deduplicationId(@Nullable String value) {
            deduplicationId = value;
            return this;
        }

        Builder trace(@Nullable String value) {
            trace = value;
            return this;
        }

        Builder sentAt(long millis) {
            sentAt = millis;
            return this;
        }

        MessageRow build() {
            return new MessageRow(
                    id,
                    messageId,
                    body,
                    attributes,
                    groupId,
                    deduplicationId,
                    trace,
                    sourceArn,
                    sentAt,
                    receiveCount,
                    firstReceivedAt,
                    receipt);
        }
    }
}
