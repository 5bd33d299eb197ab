package io.weir.local.sqs;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The queues' messages in SQL. Every method runs inside a transaction of its caller. Times are epoch milliseconds. */
public final class MessageTable {
    static final List<String> SCHEMA = List.of(
            "CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, attributes TEXT NOT NULL) WITHOUT ROWID",
            """
        CREATE TABLE IF NOT EXISTS messages (
          id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
          attributes TEXT NOT NULL, group_id TEXT, deduplication_id TEXT, trace TEXT, source_arn TEXT,
          sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, receive_count INTEGER NOT NULL DEFAULT 0,
          first_received_at INTEGER, receipt TEXT)
        """,
            "CREATE INDEX IF NOT EXISTS messages_by_visibility ON messages (queue, visible_at, id)",
            "CREATE INDEX IF NOT EXISTS messages_by_group ON messages (queue, group_id) WHERE group_id IS NOT NULL",
            "CREATE INDEX IF NOT EXISTS messages_by_age ON messages (queue, sent_at)",
            """
        CREATE TABLE IF NOT EXISTS deduplication (
          queue TEXT NOT NULL, id TEXT NOT NULL, message_id TEXT NOT NULL, expires_at INTEGER NOT NULL,
          PRIMARY KEY (queue, id)) WITHOUT ROWID
        """);

    /** A message as it lies in the table. */
    record Row(
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
            @Nullable String receipt) {}

    /** How many messages a queue holds. */
    public record Depth(long visible, long inFlight, long delayed) {}

    private MessageTable() {}

    static void insert(Connection connection, String queue, Row row, long visibleAt) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO messages (queue, message_id, body, attributes, group_id, deduplication_id, trace, sent_at,
                  visible_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setString(1, queue);
            insert.setString(2, row.messageId());
            insert.setString(3, row.body());
            insert.setString(4, writeAttributes(row.attributes()));
            insert.setString(5, row.groupId());
            insert.setString(6, row.deduplicationId());
            insert.setString(7, row.trace());
            insert.setLong(8, row.sentAt());
            insert.setLong(9, visibleAt);
            insert.executeUpdate();
        }
    }

    /** Ids of messages that may be received now, oldest first; on FIFO queues none of a group that has one in flight. */
    static List<Long> receivable(Connection connection, QueueSettings queue, long now, int max) throws SQLException {
        String sql = queue.isFifo()
                ? """
                  SELECT id FROM messages WHERE queue = ?1 AND visible_at <= ?2 AND group_id NOT IN
                    (SELECT group_id FROM messages WHERE queue = ?1 AND visible_at > ?2) ORDER BY id LIMIT ?3
                  """
                : "SELECT id FROM messages WHERE queue = ?1 AND visible_at <= ?2 ORDER BY visible_at, id LIMIT ?3";
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, queue.name());
            select.setLong(2, now);
            select.setInt(3, max);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    static void markReceived(Connection connection, long id, String receipt, long now, long visibleAt)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE messages SET receipt = ?, visible_at = ?, receive_count = receive_count + 1,
                  first_received_at = coalesce(first_received_at, ?) WHERE id = ?
                """)) {
            update.setString(1, receipt);
            update.setLong(2, visibleAt);
            update.setLong(3, now);
            update.setLong(4, id);
            update.executeUpdate();
        }
    }

    static Row read(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT message_id, body, attributes, group_id, deduplication_id, trace, source_arn, sent_at,
                  receive_count, first_received_at, receipt FROM messages WHERE id = ?
                """)) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("message " + id + " is gone");
                }
                return new Row(
                        id,
                        row.getString(1),
                        row.getString(2),
                        readAttributes(row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getLong(8),
                        row.getInt(9),
                        row.getLong(10),
                        row.getString(11));
            }
        }
    }

    /** Moves a message that was received too often: one row changes its queue, so it is never in both or in none. */
    static void moveToDeadLetterQueue(Connection connection, long id, String target, String sourceArn, long now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE messages SET queue = ?, source_arn = ?, visible_at = ?, receipt = NULL, receive_count = 0,
                  first_received_at = NULL WHERE id = ?
                """)) {
            update.setString(1, target);
            update.setString(2, sourceArn);
            update.setLong(3, now);
            update.setLong(4, id);
            update.executeUpdate();
        }
    }

    /** Moves every message of a dead-letter queue back, as new messages. Returns how many. */
    static int redrive(Connection connection, String from, @Nullable String target, long now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE messages SET queue = coalesce(?1, substr(source_arn, ?2)), message_id = lower(hex(randomblob(4))
                  || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' ||
                  hex(randomblob(6))), sent_at = ?3, visible_at = ?3, receipt = NULL, receive_count = 0,
                  first_received_at = NULL, source_arn = NULL
                WHERE queue = ?4 AND (?1 IS NOT NULL OR source_arn IS NOT NULL)
                """)) {
            update.setString(1, target);
            update.setInt(2, SqsNames.arn("").length() + 1);
            update.setLong(3, now);
            update.setString(4, from);
            return update.executeUpdate();
        }
    }

    static int delete(Connection connection, String queue, Receipt receipt) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM messages WHERE id = ? AND receipt = ? AND queue = ?")) {
            delete.setLong(1, receipt.id());
            delete.setString(2, receipt.token());
            delete.setString(3, queue);
            return delete.executeUpdate();
        }
    }

    /** Changes a message in flight; one that is visible again, or was received again, is left alone. */
    static int hide(Connection connection, String queue, Receipt receipt, long now, long visibleAt)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE messages SET visible_at = ? WHERE id = ? AND receipt = ? AND queue = ? AND visible_at > ?")) {
            update.setLong(1, visibleAt);
            update.setLong(2, receipt.id());
            update.setString(3, receipt.token());
            update.setString(4, queue);
            update.setLong(5, now);
            return update.executeUpdate();
        }
    }

    static void releaseInFlight(Connection connection, String queue, long now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE messages SET visible_at = ?1, receipt = NULL WHERE queue = ?2 AND visible_at > ?1"
                        + " AND receive_count > 0")) {
            update.setLong(1, now);
            update.setString(2, queue);
            update.executeUpdate();
        }
    }

    static int deleteExpired(Connection connection, String queue, long sentBefore) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM messages WHERE queue = ? AND sent_at < ?")) {
            delete.setString(1, queue);
            delete.setLong(2, sentBefore);
            return delete.executeUpdate();
        }
    }

    static void purge(Connection connection, String queue) throws SQLException {
        deleteExpired(connection, queue, Long.MAX_VALUE);
    }

    /** The id of the message that was sent under this deduplication id within its interval, or null. */
    static @Nullable String duplicateOf(Connection connection, String queue, String id, long now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT message_id FROM deduplication WHERE queue = ? AND id = ? AND expires_at > ?")) {
            select.setString(1, queue);
            select.setString(2, id);
            select.setLong(3, now);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    static void rememberDeduplication(
            Connection connection, String queue, String id, String messageId, long now, long expiresAt)
            throws SQLException {
        try (PreparedStatement expire =
                connection.prepareStatement("DELETE FROM deduplication WHERE queue = ? AND expires_at <= ?")) {
            expire.setString(1, queue);
            expire.setLong(2, now);
            expire.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR REPLACE INTO deduplication VALUES (?, ?, ?, ?)")) {
            insert.setString(1, queue);
            insert.setString(2, id);
            insert.setString(3, messageId);
            insert.setLong(4, expiresAt);
            insert.executeUpdate();
        }
    }

    static Depth depth(Connection connection, String queue, long now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT sum(visible_at <= ?1), sum(visible_at > ?1 AND receive_count > 0),
                  sum(visible_at > ?1 AND receive_count = 0) FROM messages WHERE queue = ?2
                """)) {
            select.setLong(1, now);
            select.setString(2, queue);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Depth(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    /** When the next hidden message becomes visible, or {@link Long#MAX_VALUE} if none is hidden. */
    static long nextVisibleAt(Connection connection, String queue, long now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT min(visible_at) FROM messages WHERE queue = ? AND visible_at > ?")) {
            select.setString(1, queue);
            select.setLong(2, now);
            try (ResultSet row = select.executeQuery()) {
                long at = row.next() ? row.getLong(1) : 0;
                return at == 0 ? Long.MAX_VALUE : at;
            }
        }
    }

    /** A receipt handle: which row, and which receive of it. */
    record Receipt(long id, String token) {
        static Receipt create(long id) {
            return new Receipt(id, UUID.randomUUID().toString());
        }

        static Receipt parse(@Nullable String handle) {
            int colon = handle == null ? -1 : handle.indexOf(':');
            if (handle != null && colon > 0) {
                try {
                    return new Receipt(Long.parseLong(handle.substring(0, colon)), handle.substring(colon + 1));
                } catch (NumberFormatException e) {
                    // The error below.
                }
            }
            throw SqsErrors.invalidReceiptHandle();
        }

        @Override
        public String toString() {
            return id + ":" + token;
        }
    }

    private static String writeAttributes(Map<String, MessageAttributeValue> attributes) {
        Map<String, Object> json = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            Map<String, Object> attribute = new LinkedHashMap<>();
            attribute.put("type", value.dataType());
            if (value.binaryValue() == null) {
                attribute.put("string", value.stringValue());
            } else {
                attribute.put(
                        "binary",
                        Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
            }
            json.put(name, attribute);
        });
        return Json.write(json);
    }

    private static Map<String, MessageAttributeValue> readAttributes(String text) throws SQLException {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        try {
            if (Json.read(text) instanceof Map<?, ?> json) {
                json.forEach((name, value) -> attributes.put((String) name, attribute((Map<?, ?>) value)));
            }
        } catch (JsonException e) {
            throw new SQLException("the attributes of a message are damaged", e);
        }
        return attributes;
    }

    private static MessageAttributeValue attribute(@Nullable Map<?, ?> json) {
        MessageAttributeValue.Builder value = MessageAttributeValue.builder();
        if (json != null) {
            value.dataType((String) json.get("type"));
            if (json.get("binary") instanceof String binary) {
                value.binaryValue(SdkBytes.fromByteArray(Base64.getDecoder().decode(binary)));
            } else {
                value.stringValue((String) json.get("string"));
            }
        }
        return value.build();
    }
}
