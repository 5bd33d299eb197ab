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
          id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL, group_id TEXT,
          deduplication_id TEXT, trace TEXT, source_arn TEXT, sent_at INTEGER NOT NULL,
          visible_at INTEGER NOT NULL, receive_count INTEGER NOT NULL DEFAULT 0, first_received_at INTEGER, receipt TEXT)
        """,
            // What a message holds, under its id: written once, while its row changes with each receive.
            "CREATE TABLE IF NOT EXISTS contents (id INTEGER PRIMARY KEY, body TEXT NOT NULL, attributes TEXT NOT NULL)",
            "INSERT OR IGNORE INTO contents SELECT id, body, attributes FROM messages",
            "ALTER TABLE messages DROP COLUMN body",
            "ALTER TABLE messages DROP COLUMN attributes",
            // hidden_at: when visible_at was set; in_hand: received, and what became of it is not said yet;
            "ALTER TABLE messages ADD COLUMN hidden_at INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE messages ADD COLUMN in_hand INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX IF NOT EXISTS messages_in_hand ON messages (queue, visible_at) WHERE in_hand = 1",
            "CREATE INDEX IF NOT EXISTS messages_by_visibility ON messages (queue, visible_at, id)",
            "CREATE INDEX IF NOT EXISTS messages_by_group ON messages (queue, group_id) WHERE group_id IS NOT NULL",
            "CREATE INDEX IF NOT EXISTS messages_by_age ON messages (queue, sent_at)",
            // How many messages a queue holds, so that nobody counts a million rows to know: neither later nor at a
            // start.
            "CREATE TABLE IF NOT EXISTS counts (queue TEXT PRIMARY KEY, messages INTEGER NOT NULL) WITHOUT ROWID",
            "DROP TRIGGER IF EXISTS counts_insert",
            "DROP TRIGGER IF EXISTS counts_delete",
            """
        CREATE TRIGGER IF NOT EXISTS counts_move AFTER UPDATE OF queue ON messages BEGIN
          UPDATE counts SET messages = messages - 1 WHERE queue = old.queue;
          INSERT INTO counts VALUES (new.queue, 1) ON CONFLICT (queue) DO UPDATE SET messages = messages + 1; END
        """,
            """
        INSERT INTO counts SELECT name, (SELECT count(*) FROM messages WHERE queue = name) FROM queues
          WHERE name NOT IN (SELECT queue FROM counts)
        """,
            """
        CREATE TABLE IF NOT EXISTS deduplication (
          queue TEXT NOT NULL, id TEXT NOT NULL, message_id TEXT NOT NULL, expires_at INTEGER NOT NULL,
          PRIMARY KEY (queue, id)) WITHOUT ROWID
        """);

    private MessageTable() {}

    /** One row that changes with each message would be written for each: a transaction changes it once. */
    private static void count(Sql sql, String queue, long messages) {
        sql.addUp(
                "INSERT INTO counts VALUES (?1, ?2) ON CONFLICT (queue) DO UPDATE SET messages = messages + ?2",
                queue,
                messages);
    }

    /** Returns the number of the row. */
    static long insert(Sql sql, String queue, MessageRow row, String attributes, long now, long visibleAt)
            throws SQLException {
        sql.query(
                        """
                INSERT INTO messages (queue, message_id, group_id, deduplication_id, trace, sent_at, hidden_at, visible_at)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                        queue,
                        row.messageId(),
                        row.groupId(),
                        row.deduplicationId(),
                        row.trace(),
                        row.sentAt(),
                        now,
                        visibleAt)
                .update();
        Long inserted = sql.query("SELECT last_insert_rowid() AS id").one(rowid -> rowid.getLong(1));
        long id = inserted == null ? 0 : inserted;
        sql.query("INSERT INTO contents VALUES (?, ?, ?)", id, row.body(), attributes)
                .update();
        count(sql, queue, 1);
        return id;
    }

    /** A message that may be received. */
    record Receivable(long id, int receiveCount) {}

    /** Messages that may be received now, oldest first; on FIFO queues none of a group that has one in flight. */
    static List<Receivable> receivable(Sql sql, QueueSettings queue, long now, int max) throws SQLException {
        String text = queue.isFifo() ? """
                  SELECT id, receive_count FROM messages WHERE queue = ?1 AND visible_at <= ?2 AND group_id NOT IN
                    (SELECT group_id FROM messages WHERE queue = ?1 AND visible_at > ?2) ORDER BY id LIMIT ?3
                  """ : """
                  SELECT id, receive_count FROM messages WHERE queue = ?1 AND visible_at <= ?2
                    ORDER BY visible_at, id LIMIT ?3
                  """;
        return sql.query(text, queue.name(), now, max).list(row -> new Receivable(row.getLong(1), row.getInt(2)));
    }

    /** Received together, they have one token: a receipt is told from others by the id too. */
    static void markReceived(Sql sql, List<Long> ids, long now, long visibleAt) throws SQLException {
        sql.query("""
                UPDATE messages SET receipt = ?1, visible_at = ?2, hidden_at = ?3, in_hand = 1,
                  receive_count = receive_count + 1, first_received_at = coalesce(first_received_at, ?3)
                  WHERE id IN (SELECT value FROM json_each(?4))
                """, UUID.randomUUID().toString(), visibleAt, now, ids.toString())
                .update();
    }

    static List<MessageRow> read(Sql sql, List<Long> ids) throws SQLException {
        return sql.query("""
                SELECT m.id, message_id, body, attributes, group_id, deduplication_id, trace, source_arn, sent_at,
                  receive_count, first_received_at, receipt FROM json_each(?) wanted
                  JOIN messages m ON m.id = wanted.value JOIN contents c ON c.id = m.id
                """, ids.toString()).list(MessageRow::read);
    }

    static MessageRow read(Sql sql, long id) throws SQLException {
        List<MessageRow> rows = read(sql, List.of(id));
        if (rows.isEmpty()) {
            throw new SQLException("message " + id + " is gone");
        }
        return rows.getFirst();
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

    /** @param isKept whether somebody keeps what it holds */
    static void delete(Sql sql, String queue, Receipt receipt, boolean isKept) throws SQLException {
        int deleted = sql.query(
                        "DELETE FROM messages WHERE id = ? AND receipt = ? AND queue = ?",
                        receipt.id(),
                        receipt.token(),
                        queue)
                .update();
        if (deleted > 0) {
            count(sql, queue, -1);
            if (!isKept) {
                deleteContent(sql, receipt.id());
            }
        }
    }

    /** Deletes a message in whosever hands it is. */
    static void delete(Sql sql, long id) throws SQLException {
        delete(sql, id, Long.MAX_VALUE);
    }

    /** Deletes a message that is in nobody's hands now; else false. */
    static boolean delete(Sql sql, long id, long now) throws SQLException {
        String queue = sql.query(
                        "SELECT queue FROM messages WHERE id = ? AND NOT (in_hand = 1 AND visible_at > ?)", id, now)
                .one(row -> row.getString(1));
        if (queue == null) {
            return false;
        }
        sql.query("DELETE FROM messages WHERE id = ?", id).update();
        count(sql, queue, -1);
        deleteContent(sql, id);
        return true;
    }

    private static void deleteContent(Sql sql, long id) throws SQLException {
        sql.query("DELETE FROM contents WHERE id = ?", id).update();
    }

    static void describe(Sql sql, long id, String attributes) throws SQLException {
        sql.query("UPDATE contents SET attributes = ? WHERE id = ?", attributes, id)
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
        return sql.query("""
                SELECT body FROM contents WHERE body LIKE '{"Records":%' AND length(body) < 4096
                  AND id IN (SELECT id FROM messages)
                """).list(row -> row.getString("body"));
    }

    static void purge(Sql sql, String queue) throws SQLException {
        sql.query("DELETE FROM contents WHERE id IN (SELECT id FROM messages WHERE queue = ?)", queue)
                .update();
        count(
                sql,
                queue,
                -sql.query("DELETE FROM messages WHERE queue = ?", queue).update());
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
