package io.weir.local.sqs;

import io.weir.envelope.Attributes;
import io.weir.envelope.QueueMessage;
import io.weir.local.store.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Messages as an operator handles them, by the number of their row and without a receipt. Every method runs inside a
 * transaction of its caller; who changes something wakes the receivers afterwards.
 */
public final class StoredMessages {
    private final Clock clock;
    private final Clock hiding;

    StoredMessages(Clock clock, Clock hiding) {
        this.clock = clock;
        this.hiding = hiding;
    }

    /** A message with its String attributes; null if it is gone. */
    public @Nullable QueueMessage find(Sql sql, long message) throws SQLException {
        return sql.query("""
                SELECT attributes, body FROM contents WHERE id = ?1 AND EXISTS (SELECT 1 FROM messages WHERE id = ?1)
                """, message).one(row -> parse(row.getString("attributes"), row.getString("body")));
    }

    /** What a watch would have been told of a message when it was sent. */
    public MessageWatch.Sent sent(Sql sql, long message) throws SQLException {
        MessageRow row = MessageTable.read(sql, message);
        String queue =
                sql.query("SELECT queue FROM messages WHERE id = ?", message).one(found -> found.getString("queue"));
        return row.sent(message, queue == null ? "" : queue);
    }

    /** A message from the two columns in which it lies. */
    public static QueueMessage parse(String attributes, String body) throws SQLException {
        Map<String, String> texts = new LinkedHashMap<>();
        StoredAttributes.read(attributes).forEach((name, value) -> {
            if (value.stringValue() != null) {
                texts.put(name, value.stringValue());
            }
        });
        return new QueueMessage(body, texts);
    }

    /**
     * Puts a message on a queue as if it had just been sent there: what the worker wrote on it is taken away, and its
     * receives are counted from the beginning. False if the worker has it now, or it is gone.
     */
    public boolean sendAgain(Sql sql, long message, String queue) throws SQLException {
        long now = hiding.millis();
        String stored = sql.query("""
                        SELECT attributes FROM messages JOIN contents USING (id)
                          WHERE id = ? AND NOT (in_hand = 1 AND visible_at > ?)
                        """, message, now).one(row -> row.getString("attributes"));
        if (stored == null) {
            return false;
        }
        sql.query("""
                UPDATE messages SET queue = ?2, message_id = ?3, sent_at = ?4, visible_at = ?5, hidden_at = ?5, receipt = NULL, receive_count = 0, in_hand = 0, first_received_at = NULL,
                  source_arn = NULL WHERE id = ?1
                """, message, queue, UUID.randomUUID().toString(), clock.millis(), now)
                .update();
        MessageTable.describe(sql, message, asSent(stored));
        return true;
    }

    private static String asSent(String stored) throws SQLException {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>(StoredAttributes.read(stored));
        attributes.remove(Attributes.FAILURE);
        attributes.remove(Attributes.RETRY);
        return StoredAttributes.write(attributes);
    }

    /** Puts a message that was kept on a queue. Returns the number of its row. */
    public long insert(Sql sql, String attributes, String body, String queue) throws SQLException {
        long now = hiding.millis();
        MessageRow row = MessageRow.sending(UUID.randomUUID().toString(), body)
                .attributes(StoredAttributes.read(asSent(attributes)))
                .sentAt(clock.millis())
                .build();
        return MessageTable.insert(sql, queue, row, StoredAttributes.write(row.attributes()), now, now);
    }

    /** Deletes a message that the worker does not have. False if it has it, or the message is gone. */
    public boolean delete(Sql sql, long message) throws SQLException {
        return MessageTable.delete(sql, message, hiding.millis());
    }
}
