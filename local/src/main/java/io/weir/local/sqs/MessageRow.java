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

    static MessageRow read(ResultSet row) throws SQLException {
        Builder message = new Builder(row.getString("message_id"), row.getString("body"))
                .attributes(StoredAttributes.read(row.getString("attributes")))
                .groupId(row.getString("group_id"))
                .deduplicationId(row.getString("deduplication_id"))
                .trace(row.getString("trace"))
                .sentAt(row.getLong("sent_at"));
        message.id = row.getLong("id");
        message.sourceArn = row.getString("source_arn");
        message.receiveCount = row.getInt("receive_count");
        message.firstReceivedAt = row.getLong("first_received_at");
        message.receipt = row.getString("receipt");
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
                sentAt);
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
