package io.weir.local.sqs;

import io.weir.local.sqs.rules.QueueSettings;
import io.weir.local.sqs.rules.SqsErrors;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.sqs.rules.SqsRules;
import io.weir.local.store.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queues' messages in SQL. Every method runs inside a transaction of its caller. Times are epoch milliseconds. */
final class MessageTable {
    static final List<String> SCHEMA = List.of(
            """
        CREATE TABLE IF NOT EXISTS messages (
          id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
          attributes TEXT NOT NULL, group_id TEXT, deduplication_id TEXT, trace TEXT, source_arn TEXT,
          sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, receive_count INTEGER NOT NULL DEFAULT 0,
          first_received_at INTEGER, receipt TEXT)
        """,
            // hidden_at: when visible_at was set; in_hand: received, and what became of it is not said yet;
            "ALTER TABLE messages ADD COLUMN hidden_at INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE messages ADD COLUMN in_hand INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX IF NOT EXISTS messages_in_hand ON messages (queue, visible_at) WHERE in_hand = 1",
            "CREATE INDEX IF NOT EXISTS messages_by_visibility ON messages (queue, visible_at, id)",
            "CREATE INDEX IF NOT EXISTS messages_by_group ON messages (queue, group_id) WHERE group_id IS NOT NULL",
            "CREATE INDEX IF NOT EXISTS messages_by_age ON messages (queue, sent_at)",
            // How many messages a queue holds, so that nobody counts a million rows to know; counted once at start.
            "CREATE TABLE IF NOT EXISTS counts (queue TEXT PRIMARY KEY, messages INTEGER NOT NULL) WITHOUT ROWID",
            """
        CREATE TRIGGER IF NOT EXISTS counts_insert AFTER INSERT ON messages BEGIN
          INSERT INTO counts VALUES (new.queue, 1) ON CONFLICT (queue) DO UPDATE SET messages = messages + 1; END
        """,
            """
        CREATE TRIGGER IF NOT EXISTS counts_delete AFTER DELETE ON messages BEGIN
          UPDATE counts SET messages = messages - 1 WHERE queue = old.queue; END
        """,
            """
        CREATE TRIGGER IF NOT EXISTS counts_move AFTER UPDATE OF queue ON messages BEGIN
          UPDATE counts SET messages = messages - 1 WHERE queue = old.queue;
          INSERT INTO counts VALUES (new.queue, 1) ON CONFLICT (queue) DO UPDATE SET messages = messages + 1; END
        """,
            "DELETE FROM counts",
            "INSERT INTO counts SELECT queue, count(*) FROM messages GROUP BY queue",
            """
        CREATE TABLE IF NOT EXISTS deduplication (
          queue TEXT NOT NULL, id TEXT NOT NULL, message_id TEXT NOT NULL, expires_at INTEGER NOT NULL,
          PRIMARY KEY (queue, id)) WITHOUT ROWID
        """);

    private MessageTable() {}

    /** Returns the number of the row. */
    static long insert(Sql sql, String queue, MessageRow row, long now, long visibleAt) throws SQLException {
        sql.query(
                        """
                INSERT INTO messages (queue, message_id, body, attributes, group_id, deduplication_id, trace, sent_at,
                  hidden_at, visible_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                        queue,
                        row.messageId(),
                        row.body(),
                        StoredAttributes.write(row.attributes()),
                        row.groupId(),
                        row.deduplicationId(),
                        row.trace(),
                        row.sentAt(),
                        now,
                        visibleAt)
                .update();
        Long id = sql.query("SELECT last_insert_rowid() AS id").one(inserted -> inserted.getLong("id"));
        return id == null ? 0 : id;
    }

    /** Ids of messages that may be received now, oldest first; on FIFO queues none of a group that has one in flight. */
    static List<Long> receivable(Sql sql, QueueSettings queue, long now, int max) throws SQLException {
        String text = queue.isFifo()
                ? """
                  SELECT id FROM messages WHERE queue = ?1 AND visible_at <= ?2 AND group_id NOT IN
                    (SELECT group_id FROM messages WHERE queue = ?1 AND visible_at > ?2) ORDER BY id LIMIT ?3
                  """
                : "SELECT id FROM messages WHERE queue = ?1 AND visible_at <= ?2 ORDER BY visible_at, id LIMIT ?3";
        return sql.query(text, queue.name(), now, max).list(row -> row.getLong("id"));
    }

    static void markReceived(Sql sql, Receipt receipt, long now, long visibleAt) throws SQLException {
        sql.query("""
                UPDATE messages SET receipt = ?1, visible_at = ?2, hidden_at = ?3, in_hand = 1,
                  receive_count = receive_count + 1, first_received_at = coalesce(first_received_at, ?3) WHERE id = ?4
                """, receipt.token(), visibleAt, now, receipt.id()).update();
    }

    static MessageRow read(Sql sql, long id) throws SQLException {
        MessageRow row = sql.query("SELECT * FROM messages WHERE id = ?", id).one(MessageRow::read);
        if (row == null) {
            throw new SQLException("message " + id + " is gone");
        }
        return row;
    }

    /** Moves a message that was received too often: one row changes its queue, so it is never in both or in none. */
    static void moveToDeadLetterQueue(Sql sql, long id, String target, String sourceArn, long now) throws SQLException {
        sql.query("""
                UPDATE messages SET queue = ?, source_arn = ?, visible_at = ?, receipt = NULL, receive_count = 0,
                  in_hand = 0, first_received_at = NULL WHERE id = ?
                """, target, sourceArn, now, id).update();
    }

    /** Moves every message of a dead-letter queue back, as new messages. Returns how many. */
    static int redrive(Sql sql, String from, @Nullable String target, long sentAt, long visibleAt) throws SQLException {
        int nameBegins = SqsNames.arn("").length() + 1;
        return sql.query("""
                UPDATE messages SET queue = coalesce(?1, substr(source_arn, ?2)), message_id = lower(hex(randomblob(4))
                  || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' ||
                  hex(randomblob(6))), sent_at = ?3, visible_at = ?4, hidden_at = ?4, receipt = NULL, receive_count = 0,
                  in_hand = 0, first_received_at = NULL, source_arn = NULL
                WHERE queue = ?5 AND (?1 IS NOT NULL OR source_arn IS NOT NULL)
                """, target, nameBegins, sentAt, visibleAt, from).update();
    }

    static void delete(Sql sql, String queue, Receipt receipt) throws SQLException {
        sql.query(
                        "DELETE FROM messages WHERE id = ? AND receipt = ? AND queue = ?",
                        receipt.id(),
                        receipt.token(),
                        queue)
                .update();
    }

    static Receipt changeVisibility(
            Sql sql, QueueSettings queue, @Nullable String handle, @Nullable Integer seconds, long now)
            throws SQLException {
        long visibleAt = now + SqsRules.visibility(seconds) * 1000L;
        Receipt receipt = Receipt.parse(handle);
        if (!hide(sql, queue.name(), receipt, now, visibleAt)) {
            throw SqsErrors.notInFlight();
        }
        return receipt;
    }

    /** Changes a message in flight; one that is visible again, or was received again, is left alone: then false. */
    private static boolean hide(Sql sql, String queue, Receipt receipt, long now, long visibleAt) throws SQLException {
        int hidden = sql.query("""
                        UPDATE messages SET visible_at = ?1, hidden_at = ?2, in_hand = 0
                          WHERE id = ?3 AND receipt = ?4 AND queue = ?5 AND visible_at > ?2
                        """, visibleAt, now, receipt.id(), receipt.token(), queue)
                .update();
        return hidden > 0;
    }

    /** Short bodies that begin as a notification of a bucket does, in all queues. */
    static List<String> notifications(Sql sql) throws SQLException {
        return sql.query("SELECT body FROM messages WHERE body LIKE '{\"Records\":%' AND length(body) < 4096")
                .list(row -> row.getString("body"));
    }

    static void purge(Sql sql, String queue) throws SQLException {
        sql.query("DELETE FROM messages WHERE queue = ?", queue).update();
    }

    /** The id of the message that was sent under this deduplication id within its interval, or null. */
    static @Nullable String duplicateOf(Sql sql, String queue, String id, long now) throws SQLException {
        return sql.query(
                        "SELECT message_id FROM deduplication WHERE queue = ? AND id = ? AND expires_at > ?",
                        queue,
                        id,
                        now)
                .one(row -> row.getString("message_id"));
    }

    static void rememberDeduplication(Sql sql, String queue, String id, String messageId, long now, long expiresAt)
            throws SQLException {
        sql.query("DELETE FROM deduplication WHERE queue = ? AND expires_at <= ?", queue, now)
                .update();
        sql.query("INSERT OR REPLACE INTO deduplication VALUES (?, ?, ?, ?)", queue, id, messageId, expiresAt)
                .update();
    }

    static SqliteSqsClient.Depth depth(Sql sql, String queue, long now) throws SQLException {
        SqliteSqsClient.Depth depth = sql.query("""
                SELECT sum(visible_at <= ?1) AS visible, sum(visible_at > ?1 AND receive_count > 0) AS in_flight,
                  sum(visible_at > ?1 AND receive_count = 0) AS delayed FROM messages WHERE queue = ?2
                """, now, queue)
                .one(row -> new SqliteSqsClient.Depth(
                        row.getLong("visible"), row.getLong("in_flight"), row.getLong("delayed")));
        return depth == null ? new SqliteSqsClient.Depth(0, 0, 0) : depth;
    }

    /** As cheap with a million messages as with one. */
    static SqliteSqsClient.Load load(Sql sql, String queue, long now) throws SQLException {
        Long all =
                sql.query("SELECT messages FROM counts WHERE queue = ?", queue).one(row -> row.getLong("messages"));
        Long inHand = sql.query(
                        "SELECT count(*) AS n FROM messages WHERE queue = ? AND in_hand = 1 AND visible_at > ?",
                        queue,
                        now)
                .one(row -> row.getLong("n"));
        long taken = inHand == null ? 0 : inHand;
        return new SqliteSqsClient.Load(Math.max(0, (all == null ? 0 : all) - taken), taken);
    }

    /** When the next hidden message becomes visible, or {@link Long#MAX_VALUE} if none is hidden. */
    static long nextVisibleAt(Sql sql, String queue, long now) throws SQLException {
        Long at = sql.query(
                        "SELECT min(visible_at) AS next FROM messages WHERE queue = ? AND visible_at > ?", queue, now)
                .one(row -> row.getLong("next"));
        return at == null || at == 0 ? Long.MAX_VALUE : at;
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
}
