package io.weir.local.store;

import io.weir.local.store.LocalStore.Operation;
import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Claims in the data folder's own file. A lease lies in memory alone: it ends with the process, and only one process at a time
 * has the store. What was done, or done in part, is written; it is on disk before the message that it belongs to is deleted,
 * since that is written later. Thread-safe.
 */
public final class SqliteClaims implements ClaimTable {
    public static final List<String> SCHEMA = List.of(
            """
        CREATE TABLE IF NOT EXISTS claims (
          id TEXT PRIMARY KEY, hash TEXT NOT NULL, owner TEXT NOT NULL, steps INTEGER NOT NULL, done INTEGER NOT NULL,
          until INTEGER NOT NULL) WITHOUT ROWID
        """,
            "CREATE INDEX IF NOT EXISTS claims_by_end ON claims (until) WHERE done = 1",
            "CREATE INDEX IF NOT EXISTS claims_in_part ON claims (id) WHERE done = 0");

    /** What is over is looked for this often at most. */
    private static final long FORGET_MILLIS = 1_000;

    private final LocalStore store;
    private final ReentrantLock lock = new ReentrantLock();

    /** Leases, and what is being written: an entry here counts, not the one in the table. */
    private final Map<String, Entry> held = new HashMap<>();

    private Instant latest = Instant.EPOCH;
    private Instant sweptAt = Instant.EPOCH;
    private Instant forgottenAt = Instant.EPOCH;

    /** What an earlier process had done in part goes on; its lease is over. */
    public SqliteClaims(LocalStore store) {
        this.store = store;
        store.change(
                sql -> sql.query("UPDATE claims SET until = 0 WHERE done = 0").update());
    }

    @Override
    public Entry take(Entry entry, Instant now) throws IOException {
        Entry taken;
        lock.lock();
        try {
            sweep(now);
            Entry other = current(entry.key());
            if (other != null && !other.givesWay(now)) {
                return other;
            }
            taken = other == null ? entry : entry.over(other);
            held.put(taken.key(), taken);
        } catch (StoreException e) {
            throw e.silence();
        } finally {
            lock.unlock();
        }
        if (taken.done()) {
            writeTaken(taken);
        }
        return taken;
    }

    /** A mark is there for whoever comes after this process, so it is in the file before the caller goes on. */
    private void writeTaken(Entry taken) throws IOException {
        try {
            store.change(put(taken));
        } catch (StoreException e) {
            throw e.silence();
        } finally {
            letGo(taken);
        }
    }

    @Override
    public boolean replace(Entry entry) throws IOException {
        lock.lock();
        try {
            Entry now = current(entry.key());
            if (now == null || !now.owner().equals(entry.owner())) {
                return false;
            }
            held.put(entry.key(), entry);
        } catch (StoreException e) {
            throw e.silence();
        } finally {
            lock.unlock();
        }
        if (entry.done()) {
            writeLater(entry);
        } else if (entry.steps() > 0) {
            writeInPart(entry);
        }
        return true;
    }

    /** Until it is written it lies in memory; if it cannot be written it stays there, and the event is still met as done. */
    private void writeLater(Entry entry) throws IOException {
        try {
            CompletableFuture<Void> unused = store.later(put(entry)).thenRun(() -> letGo(entry));
        } catch (StoreException e) {
            throw e.silence();
        }
    }

    /** On disk before the next action: or that one and those before it would be performed again. */
    private void writeInPart(Entry entry) throws IOException {
        try {
            store.write(put(entry));
        } catch (StoreException e) {
            throw e.silence();
        }
    }

    /** What ran out or was released has nothing to say: what was done in part is in the table. */
    private void sweep(Instant now) {
        latest = now;
        if (now.isBefore(sweptAt) || now.isAfter(sweptAt.plusMillis(FORGET_MILLIS))) {
            sweptAt = now;
            held.values().removeIf(entry -> !entry.done() && entry.givesWay(now));
        }
    }

    private void letGo(Entry entry) {
        lock.lock();
        try {
            held.remove(entry.key(), entry);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Entry current(String key) {
        Entry here = held.get(key);
        return here != null ? here : store.peek(sql -> find(sql, key));
    }

    private static @Nullable Entry find(Sql sql, String key) throws SQLException {
        return sql.query("SELECT hash, owner, steps, done, until FROM claims WHERE id = ?", key)
                .one(row -> new Entry(
                        key,
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getBoolean(4),
                        Instant.ofEpochMilli(row.getLong(5))));
    }

    private Operation<Integer> put(Entry entry) {
        return sql -> {
            Instant now = latest();
            forgetWhatIsOver(sql, now);
            if (entry.done() && entry.givesWay(now)) {
                return sql.query("DELETE FROM claims WHERE id = ?", entry.key()).update();
            }
            return sql.query(
                            "INSERT OR REPLACE INTO claims (id, hash, owner, steps, done, until) VALUES (?, ?, ?, ?, ?, ?)",
                            entry.key(),
                            entry.witness(),
                            entry.owner(),
                            entry.steps(),
                            entry.done(),
                            entry.until().toEpochMilli())
                    .update();
        };
    }

    /** Called by the writer alone. */
    private void forgetWhatIsOver(Sql sql, Instant now) throws SQLException {
        if (now.isBefore(forgottenAt) || now.isAfter(forgottenAt.plusMillis(FORGET_MILLIS))) {
            forgottenAt = now;
            sql.query("DELETE FROM claims WHERE done = 1 AND until <= ?", now.toEpochMilli())
                    .update();
        }
    }

    /** The time of the last take: whoever replaces an entry does not tell his. */
    private Instant latest() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }
}
