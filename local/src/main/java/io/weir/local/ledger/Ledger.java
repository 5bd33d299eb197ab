package io.weir.local.ledger;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidFactory;
import io.weir.envelope.Delivery;
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
 * Writes the life of each request beside the queue: a row for it, and one for each attempt, in the very transactions in which
 * its message is hidden or deleted. So it costs no sync, and an attempt that was not settled, because the process was killed,
 * is not written either: it comes again. What waits for its first attempt needs no row, for its message is there; it gets one
 * when it has waited for a while, or when somebody looks. Thread-safe.
 */
public final class Ledger implements MessageWatch, Report.Listener {
    /** The statements that the store must run when it is opened. */
    public static final List<String> SCHEMA = LedgerTables.SCHEMA;

    /** Of a source that no configuration names, or of what was not opened. */
    static final String NO_SOURCE = "(unknown)";

    /**
     * Reports wait from the end of a batch to its settlement, which is at once: at most those of all batches under way. One that
     * is never settled must not stay for ever, since it holds a body.
     */
    private static final int MAX_WAITING = 1_000;

    /** Who watches looks again after this time in any case: it is woken before what woke it is committed. */
    private static final long WATCH_MILLIS = 250;

    private static final UlidFactory IDS = UlidFactory.newInstance();

    private final Clock clock;
    private final ToLongFunction<String> inboxBytes;
    private final Map<String, Report> reports = new LinkedHashMap<>();
    private final Object changed = new Object();
    private long changes;
    private final Adoption adoption = new Adoption(this::insert);

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

    @Override
    public void sent(Sql sql, Sent sent) throws SQLException {
        boolean isNew = sent.requestId() != null && sent.inboxKey() == null && !sent.isReplay();
        if (isNew && stateOn(sent.queue()) == State.WAITING) {
            adoption.sent(sent.message());
        } else {
            insert(sql, sent);
        }
        touch();
    }

    /**
     * A request that was over and comes to the queue again stays what it is: the inbox tells of an object at least once.
     * An operator's retry says before that it waits.
     */
    private void insert(Sql sql, Sent sent) throws SQLException {
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
    }

    /** Takes in what an earlier process, or an earlier weir, left on the queues without a row. Called once, before all else. */
    public void begin(LocalStore store, StoredMessages messages) {
        adoption.begin(store, messages);
        touch();
    }

    /** Gives a row to what waits, as far as that is done soon: called before somebody looks. */
    public void catchUp() {
        adoption.catchUp();
    }

    /** Gives a row to all that waits now: called before something is done to all of it. */
    public void catchUpWholly() {
        adoption.catchUpWholly();
    }

    /** Gives a row to what has waited since the last call. */
    public void takeInWaiting() {
        adoption.takeInWaiting();
    }

    @Override
    public boolean settled(Sql sql, Settled settled) throws SQLException {
        boolean isOver = settled.isOver() && isCurrent(sql, settled);
        Report report = take(settled.handle());
        Long request = find(sql, settled.message(), report == null ? null : report.requestId());
        if (report != null) {
            touch();
            if (request == null && report.requestId() != null) {
                long first = ReportRows.writeFirst(sql, report.requestId(), report, isOver ? null : settled.message());
                return isOver && keep(sql, settled.message(), first, report);
            }
            request = request == null ? adopt(sql, settled.message()) : request;
            ReportRows.write(sql, request, report);
        }
        return isOver
                && request != null
                && letGo(sql, settled.message(), request)
                && keep(sql, settled.message(), request, report);
    }

    /** Nothing is deleted by the receipt of an earlier receive. */
    private static boolean isCurrent(Sql sql, Settled settled) throws SQLException {
        Integer found = sql.query(
                        "SELECT 1 AS found FROM messages WHERE id = ? AND receipt = ?",
                        settled.message(),
                        settled.token())
                .one(row -> row.getInt("found"));
        return found != null;
    }

    /** A row for a message that has none. */
    private long adopt(Sql sql, long message) throws SQLException {
        adoption.adopt(sql, message);
        Long request = find(sql, message, null);
        return request == null ? 0 : request;
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

    /** False of a message that lies on another queue meanwhile: the row names that one, and there is nothing to keep. */
    private static boolean letGo(Sql sql, long message, long request) throws SQLException {
        return sql.query("UPDATE requests SET message = NULL WHERE seq = ? AND message = ?", request, message)
                        .update()
                > 0;
    }

    private boolean keep(Sql sql, long message, long request, @Nullable Report report) throws SQLException {
        String inboxKey = report == null ? null : inboxKey(report.record());
        int kept = sql.query(
                        """
                INSERT OR IGNORE INTO envelopes (request, stranger, kept_at, bytes, content, inbox)
                  SELECT r.seq, r.proven = 0, ?3, length(c.body) + length(c.attributes) + ?4, c.id, ?5
                    FROM requests r JOIN contents c ON c.id = ?1 WHERE r.seq = ?2
                """,
                        message,
                        request,
                        clock.millis(),
                        inboxKey == null ? 0 : inboxBytes.applyAsLong(KeepingBucket.kept(inboxKey)),
                        inboxKey)
                .update();
        return kept > 0;
    }

    @Override
    public void moved(Sql sql, long message, String queue, String reason) throws SQLException {
        State state = queue.isEmpty() ? State.REMOVED : stateOn(queue);
        long now = clock.millis();
        Long found = find(sql, message, null);
        long request = found == null ? adopt(sql, message) : found;
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
