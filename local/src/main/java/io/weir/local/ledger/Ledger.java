package io.weir.local.ledger;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidFactory;
import io.weir.envelope.Attributes;
import io.weir.envelope.Delivery;
import io.weir.envelope.QueueMessage;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.files.KeepingBucket;
import io.weir.local.sqs.MessageWatch;
import io.weir.local.sqs.StoredMessages;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Sql;
import io.weir.operations.State;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Report;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes the life of each request beside the queue: a row when its message is sent, another for each attempt, in the very
 * transactions in which the message is sent, hidden or deleted. So it costs no sync, and an attempt that was not settled,
 * because the process was killed, is not written either: it comes again. Thread-safe.
 */
public final class Ledger implements MessageWatch, Report.Listener {
    /** The statements that the store must run when it is opened. */
    public static final List<String> SCHEMA = LedgerTables.SCHEMA;

    /** Of a source that no configuration names, or of what was not opened. */
    static final String NO_SOURCE = "(unknown)";

    /**
     * Reports wait from the end of a batch to its settlement, which is at once: a few dozen at a time. One that is never settled
     * must not stay for ever, since it holds a body of up to 256 KiB.
     */
    private static final int MAX_WAITING = 200;

    /** Who watches looks again after this time in any case: it is woken before what woke it is committed. */
    private static final long WATCH_MILLIS = 250;

    private static final int ADOPTED_TOGETHER = 200;
    private static final UlidFactory IDS = UlidFactory.newInstance();

    private final Clock clock;
    private final ToLongFunction<String> inboxBytes;
    private final Map<String, Report> reports = new LinkedHashMap<>();
    private final Object changed = new Object();
    private long changes;

    /** @param inboxBytes size of the object of the inbox that has this key, 0 if there is none */
    public Ledger(Clock clock, ToLongFunction<String> inboxBytes) {
        this.clock = clock;
        this.inboxBytes = inboxBytes;
    }

    /** Keeps what is reported until its message is settled. */
    @Override
    public void report(Report report) {
        synchronized (reports) {
            reports.put(report.record().receiptHandle(), report);
            if (reports.size() > MAX_WAITING) {
                reports.remove(reports.keySet().iterator().next());
            }
        }
    }

    private @Nullable Report take(String handle) {
        synchronized (reports) {
            return reports.remove(handle);
        }
    }

    /** What lies on this queue; the queues' names are those of one machine. */
    private static State stateOn(String queue) {
        return switch (queue) {
            case "weir-dlq" -> State.DEAD;
            case "weir-unproven" -> State.UNPROVEN;
            case "weir-retry", "weir-retry-unproven" -> State.RETRYING;
            default -> State.WAITING;
        };
    }

    /**
     * A request that was over and comes to the queue again stays what it is: the inbox tells of an object at least once.
     * An operator's retry says before that it waits.
     */
    @Override
    public void sent(Sql sql, Sent sent) throws SQLException {
        String id = sent.requestId() == null ? IDS.create(sent.sentAt()).toString() : sent.requestId();
        long receivedAt = Ulid.from(id).getTime(); // of the door; the message came a little later
        long bytes = sent.inboxKey() == null ? sent.bytes() : inboxBytes.applyAsLong(sent.inboxKey());
        State state = stateOn(sent.queue());
        sql.query(
                        """
                INSERT INTO requests (id, source, state, received_at, updated_at, bytes, message)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                  ON CONFLICT (id) DO UPDATE SET message = ?7, updated_at = ?5,
                    state = CASE WHEN ?3 = 'waiting' AND state <> 'retrying' THEN state ELSE ?3 END
                """,
                        id,
                        sent.source() == null ? NO_SOURCE : sent.source(),
                        state.text(),
                        receivedAt,
                        clock.millis(),
                        bytes,
                        sent.message())
                .update();
        touch();
    }

    /**
     * Takes in what lies on the queues and has no row: an earlier weir kept no ledger. Nothing happens to the messages.
     *
     * @return how many there were
     */
    public int adopt(LocalStore store, StoredMessages messages) {
        int adopted = 0;
        long last = 0;
        List<Long> step;
        do {
            long from = last;
            step = store.write(sql -> adopt(sql, messages, from));
            adopted += step.size();
            last = step.isEmpty() ? last : step.getLast();
        } while (step.size() == ADOPTED_TOGETHER);
        return adopted;
    }

    private List<Long> adopt(Sql sql, StoredMessages messages, long from) throws SQLException {
        List<Long> step = sql.query("""
                SELECT id FROM messages m WHERE id > ? AND NOT EXISTS (SELECT 1 FROM requests r WHERE r.message = m.id)
                  ORDER BY id LIMIT ?
                """, from, ADOPTED_TOGETHER).list(row -> row.getLong("id"));
        for (long message : step) {
            sent(sql, messages.sent(sql, message));
            fault(sql, message, messages);
        }
        return step;
    }

    /** Why it was set aside stands in its own attribute. */
    private static void fault(Sql sql, long message, StoredMessages messages) throws SQLException {
        QueueMessage letter = messages.find(sql, message);
        String failure = letter == null ? null : letter.attributes().get(Attributes.FAILURE);
        if (failure == null) {
            return;
        }
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

    @Override
    public void settled(Sql sql, Settled settled) throws SQLException {
        Report report = take(settled.handle());
        if (report != null) {
            Long request = find(sql, settled.message(), report.requestId());
            if (request != null) {
                ReportRows.write(sql, request, report);
            }
            touch();
        }
        if (settled.isOver()) {
            keep(sql, settled, report == null ? null : inboxKey(report.record()));
        }
    }

    private static @Nullable String inboxKey(QueueRecord record) {
        Delivery.InboxPointer pointer = Delivery.InboxPointer.find(record.body(), record.attributes());
        return pointer == null ? null : pointer.key();
    }

    private static @Nullable Long find(Sql sql, long message, @Nullable String id) throws SQLException {
        return id == null
                ? sql.query("SELECT seq FROM requests WHERE message = ?", message)
                        .one(row -> row.getLong("seq"))
                : sql.query("SELECT seq FROM requests WHERE id = ?", id).one(row -> row.getLong("seq"));
    }

    /** Of a message that lies on another queue meanwhile there is nothing to keep: the row names that one. */
    private void keep(Sql sql, Settled settled, @Nullable String inboxKey) throws SQLException {
        sql.query(
                        """
                INSERT OR IGNORE INTO envelopes (request, stranger, kept_at, bytes, attributes, body, inbox)
                  SELECT r.seq, r.proven = 0, ?3, length(m.body) + length(m.attributes) + ?4, m.attributes, m.body, ?5
                    FROM messages m JOIN requests r ON r.message = m.id WHERE m.id = ?1 AND m.receipt = ?2
                """,
                        settled.message(),
                        settled.token(),
                        clock.millis(),
                        inboxKey == null ? 0 : inboxBytes.applyAsLong(KeepingBucket.kept(inboxKey)),
                        inboxKey)
                .update();
        sql.query("""
                UPDATE requests SET message = NULL WHERE message = ?1
                  AND EXISTS (SELECT 1 FROM messages WHERE id = ?1 AND receipt = ?2)
                """, settled.message(), settled.token()).update();
    }

    @Override
    public void moved(Sql sql, long message, String queue, String reason) throws SQLException {
        State state = queue.isEmpty() ? State.REMOVED : stateOn(queue);
        long now = clock.millis();
        Long request = find(sql, message, null);
        if (request == null) {
            return;
        }
        sql.query("""
                UPDATE requests SET state = ?2, reason = ?3, detail = NULL, until = NULL, updated_at = ?4,
                  message = CASE WHEN ?2 = 'removed' THEN NULL ELSE message END WHERE seq = ?1
                """, request, state.text(), reason, now).update();
        sql.query(
                        "INSERT INTO attempts (request, at, outcome, reason, ms) VALUES (?, ?, ?, ?, 0)",
                        request,
                        now,
                        state == State.REMOVED ? "Removed" : "Dead",
                        reason)
                .update();
    }

    @Override
    public void redriven(Sql sql, String queue) throws SQLException {
        sql.query("""
                UPDATE requests SET state = ?1, until = NULL, updated_at = ?2
                  WHERE state IN ('dead', 'unproven') AND message IN (SELECT id FROM messages WHERE queue = ?3)
                """, stateOn(queue).text(), clock.millis(), queue).update();
    }

    /** Counts what was written; watchers compare. */
    public long changes() {
        synchronized (changed) {
            return changes;
        }
    }

    /** Waits until something was written since that count, and a while longer at most. */
    public void awaitChange(long seen) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS);
        synchronized (changed) {
            long left = WATCH_MILLIS;
            while (changes == seen && left > 0) {
                changed.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        }
    }

    private void touch() {
        synchronized (changed) {
            changes++;
            changed.notifyAll();
        }
    }

    /** What an operator does with a request, as a line of its life. */
    public static void note(Sql sql, long request, String what, Instant at, @Nullable String detail)
            throws SQLException {
        sql.query(
                        "INSERT INTO attempts (request, at, outcome, reason, detail, ms) VALUES (?, ?, 'Operator', ?, ?, 0)",
                        request,
                        at.toEpochMilli(),
                        Objects.requireNonNull(what),
                        detail)
                .update();
    }
}
