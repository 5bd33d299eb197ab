package io.weir.local.ledger;

import io.weir.local.files.FolderBucket;
import io.weir.local.files.KeepingBucket;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Sql;
import io.weir.operations.State;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the ledger within its limits, the oldest first, in steps that are short enough for the door to write between them.
 * What was never proven genuine has a share of its own: strangers evict nothing genuine. Not thread-safe.
 */
public final class Pruning {
    private static final int STEP = 200;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /**
     * What is kept.
     *
     * @param bodiesFor how long bodies are kept after their outcome
     * @param bodyBytes how many bytes of them at most, in each of both shares
     * @param requestsFor how long the trace of a request is kept
     * @param requests how many at most; of rejected ones a quarter of it
     */
    public record Limits(Duration bodiesFor, long bodyBytes, Duration requestsFor, long requests) {
        /** A day or a gibibyte of bodies, a month or a million of requests. */
        public static final Limits DEFAULT = new Limits(Duration.ofHours(24), 1L << 30, Duration.ofDays(30), 1_000_000);
    }

    private record Body(long request, long keptAt, long bytes, String inbox) {}

    private record Kept(long request, String inbox) {}

    private final LocalStore store;
    private final FolderBucket bucket;
    private final Limits limits;
    private final Clock clock;

    public Pruning(LocalStore store, FolderBucket bucket, Limits limits, Clock clock) {
        this.store = store;
        this.bucket = bucket;
        this.limits = limits;
        this.clock = clock;
    }

    /** Removes what is beyond the limits. Returns how many bodies and requests were removed. */
    public int prune() throws IOException {
        int removed = bodies(0) + bodies(1);
        removed += requests(List.of(State.REJECTED), limits.requests() / 4);
        removed += requests(List.of(State.DONE, State.DUPLICATE, State.FILTERED, State.REMOVED), limits.requests());
        long lastHour = clock.millis() / HOUR - 48;
        store.write(
                sql -> sql.query("DELETE FROM hours WHERE hour < ?", lastHour).update());
        return removed;
    }

    private int bodies(int stranger) throws IOException {
        int removed = 0;
        while (true) {
            List<Kept> step = store.write(sql -> beyond(sql, stranger));
            for (Kept kept : step) {
                if (!kept.inbox().isEmpty()) {
                    bucket.delete(KeepingBucket.kept(kept.inbox()));
                }
            }
            removed += step.size();
            if (step.size() < STEP) {
                return removed;
            }
        }
    }

    /** Deletes a step of the oldest bodies of a share, and says where the rest of them lies. */
    private List<Kept> beyond(Sql sql, int stranger) throws SQLException {
        long before = clock.millis() - limits.bodiesFor().toMillis();
        Long bytes = sql.query("SELECT bytes FROM shares WHERE stranger = ?", stranger)
                .one(row -> row.getLong("bytes"));
        long over = (bytes == null ? 0 : bytes) - limits.bodyBytes();
        List<Kept> gone = new ArrayList<>();
        List<Body> oldest = sql.query("""
                SELECT request, kept_at, bytes, inbox FROM envelopes INDEXED BY envelopes_by_age
                  WHERE stranger = ? ORDER BY kept_at LIMIT ?
                """, stranger, STEP)
                .list(row -> new Body(
                        row.getLong("request"),
                        row.getLong("kept_at"),
                        row.getLong("bytes"),
                        row.getString("inbox") == null ? "" : row.getString("inbox")));
        for (Body one : oldest) {
            if (one.keptAt() >= before && over <= 0) {
                break;
            }
            over -= one.bytes();
            sql.query("DELETE FROM envelopes WHERE request = ?", one.request()).update();
            gone.add(new Kept(one.request(), one.inbox()));
        }
        return gone;
    }

    private int requests(List<State> states, long most) throws IOException {
        int removed = 0;
        while (true) {
            List<Kept> step = store.write(sql -> step(sql, states, most));
            for (Kept kept : step) {
                if (!kept.inbox().isEmpty()) {
                    bucket.delete(KeepingBucket.kept(kept.inbox()));
                }
            }
            removed += step.size();
            if (step.size() < STEP) {
                return removed;
            }
        }
    }

    /** A request that may be forgotten. */
    private record Forgettable(long seq, String id, long updatedAt) {}

    /** Of what lies on a queue nothing is forgotten. */
    private List<Kept> step(Sql sql, List<State> states, long most) throws SQLException {
        long over = -most;
        List<Forgettable> oldest = new ArrayList<>();
        for (State state : states) {
            Long all = sql.query("SELECT sum(requests) AS n FROM states WHERE state = ?", state.text())
                    .one(row -> row.getLong("n"));
            over += all == null ? 0 : all;
            oldest.addAll(oldest(sql, state));
        }
        oldest.sort(Comparator.comparing(Forgettable::id));
        long before = clock.millis() - limits.requestsFor().toMillis();
        List<Kept> removed = new ArrayList<>();
        for (Forgettable one : oldest) {
            if (removed.size() == STEP || (one.updatedAt() >= before && over <= removed.size())) {
                break;
            }
            removed.add(forget(sql, one.seq()));
        }
        return removed;
    }

    /** In the order of an index: the thread that writes must not sort a million of them while senders wait. */
    private static List<Forgettable> oldest(Sql sql, State state) throws SQLException {
        return sql.query("""
                SELECT seq, id, updated_at FROM requests INDEXED BY requests_by_state
                  WHERE state = ? AND message IS NULL ORDER BY id LIMIT ?
                """, state.text(), STEP)
                .list(row -> new Forgettable(row.getLong("seq"), row.getString("id"), row.getLong("updated_at")));
    }

    private static Kept forget(Sql sql, long seq) throws SQLException {
        String inbox = sql.query("SELECT inbox FROM envelopes WHERE request = ?", seq)
                .one(row -> row.getString("inbox") == null ? "" : row.getString("inbox"));
        sql.query("DELETE FROM attempts WHERE request = ?", seq).update();
        sql.query("DELETE FROM envelopes WHERE request = ?", seq).update();
        sql.query("DELETE FROM requests WHERE seq = ?", seq).update();
        return new Kept(seq, inbox == null ? "" : inbox);
    }
}
