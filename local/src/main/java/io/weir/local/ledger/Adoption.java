package io.weir.local.ledger;

import io.weir.envelope.Attributes;
import io.weir.envelope.QueueMessage;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.sqs.MessageWatch.Sent;
import io.weir.local.sqs.StoredMessages;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives rows of the ledger to messages that have none: those that wait for their first attempt, and what an earlier weir left.
 * Messages are numbered as they are sent, so all up to a number have been looked at. Nothing happens to them. Thread-safe.
 */
final class Adoption {
    /** Makes the row of a message. */
    @FunctionalInterface
    interface Rows {
        void insert(Sql sql, Sent sent) throws SQLException;
    }

    private static final int TOGETHER = 200;

    /** Senders must not feel that somebody looks: so many steps a look, and the rest in the next. */
    private static final int STEPS = 10;

    private final Rows rows;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable LocalStore store;
    private @Nullable StoredMessages messages;

    /** As long as none was sent in this process, nobody knows of any. */
    private volatile long newest = Long.MAX_VALUE;

    private volatile long looked;
    private long waitedSince;

    Adoption(Rows rows) {
        this.rows = rows;
    }

    void begin(LocalStore on, StoredMessages of) {
        store = on;
        messages = of;
        Long from = on.peek(
                sql -> sql.query("SELECT max(message) AS m FROM adopted").one(row -> row.getLong("m")));
        looked = from == null ? 0 : from;
        catchUpWholly();
    }

    /** A message was sent that gets its row later. */
    void sent(long message) {
        newest = message;
    }

    void catchUp() {
        adopt(Long.MAX_VALUE, STEPS);
    }

    void catchUpWholly() {
        adopt(Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Not what was sent just now: most of it is over before it needs a row. */
    void takeInWaiting() {
        long upTo = waitedSince;
        waitedSince = newest;
        adopt(upTo, STEPS);
    }

    private void adopt(long upTo, int steps) {
        LocalStore on = store;
        lock.lock();
        try {
            for (int i = 0; on != null && i < steps && looked < Math.min(newest, upTo); i++) {
                long last = newest;
                Step step = on.change(sql -> step(sql, last, upTo));
                looked = step.looked();
                if (step.isWhole() && last == Long.MAX_VALUE) {
                    newest = looked;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a step came to.
     *
     * @param looked up to which number there is a row for each message now
     */
    private record Step(long looked, boolean isWhole) {}

    private Step step(Sql sql, long last, long upTo) throws SQLException {
        List<Long> step = sql.query("""
                SELECT id FROM messages m WHERE id > ?1 AND id <= ?2
                  AND NOT EXISTS (SELECT 1 FROM requests r WHERE r.message = m.id) ORDER BY id LIMIT ?3
                """, looked, upTo, TOGETHER).list(row -> row.getLong("id"));
        for (long message : step) {
            adopt(sql, message);
        }
        boolean isWhole = step.size() < TOGETHER;
        long end = last == Long.MAX_VALUE ? highest(sql) : Math.min(last, upTo);
        long next = isWhole ? end : step.getLast();
        sql.query("UPDATE adopted SET message = ?", next).update();
        return new Step(next, isWhole);
    }

    private static long highest(Sql sql) throws SQLException {
        Long id = sql.query("SELECT max(id) AS id FROM messages").one(row -> row.getLong("id"));
        return id == null ? 0 : id;
    }

    /** Gives a row to a message that has none. */
    void adopt(Sql sql, long message) throws SQLException {
        StoredMessages of = Objects.requireNonNull(messages);
        rows.insert(sql, of.sent(sql, message));
        QueueMessage letter = of.find(sql, message);
        String failure = letter == null ? null : letter.attributes().get(Attributes.FAILURE);
        if (failure != null) {
            explain(sql, message, failure);
        }
    }

    /** Why it was set aside stands in its own attribute. */
    private static void explain(Sql sql, long message, String failure) throws SQLException {
        try {
            Map<String, @Nullable Object> json = Json.readObject(failure);
            sql.query(
                            "UPDATE requests SET reason = ?, detail = ? WHERE message = ?",
                            json.get("reason") instanceof String reason ? reason : null,
                            json.get("detail") instanceof String detail ? detail : null,
                            message)
                    .update();
        } catch (JsonException e) {
            // Somebody else's attribute of the same name.
        }
    }
}
