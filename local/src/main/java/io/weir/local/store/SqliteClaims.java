package io.weir.local.store;

import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Claims in the data folder's own file. Thread-safe. */
public final class SqliteClaims implements ClaimTable {
    public static final List<String> SCHEMA =
            List.of("""
        CREATE TABLE IF NOT EXISTS claims (
          id TEXT PRIMARY KEY, hash TEXT NOT NULL, owner TEXT NOT NULL, steps INTEGER NOT NULL, done INTEGER NOT NULL,
          until INTEGER NOT NULL) WITHOUT ROWID
        """, "CREATE INDEX IF NOT EXISTS claims_by_end ON claims (until) WHERE done = 1");

    private final LocalStore store;

    /** The leases of an earlier process are over: only one process at a time has the store. */
    public SqliteClaims(LocalStore store) {
        this.store = store;
        store.write(
                sql -> sql.query("UPDATE claims SET until = 0 WHERE done = 0").update());
    }

    @Override
    public Entry take(Entry entry, Instant now) throws IOException {
        try {
            return store.write(sql -> {
                forgetWhatIsOver(sql, now);
                Entry other = find(sql, entry.key());
                if (other != null && !other.givesWay(now)) {
                    return other;
                }
                Entry taken = other == null ? entry : entry.over(other);
                put(sql, taken);
                return taken;
            });
        } catch (StoreException e) {
            throw new IOException("the store did not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean replace(Entry entry) throws IOException {
        try {
            return store.write(sql -> {
                Entry current = find(sql, entry.key());
                boolean mine = current != null && current.owner().equals(entry.owner());
                if (mine) {
                    put(sql, entry);
                }
                return mine;
            });
        } catch (StoreException e) {
            throw new IOException("the store did not answer: " + e.getMessage(), e);
        }
    }

    private static void forgetWhatIsOver(Sql sql, Instant now) throws SQLException {
        sql.query("DELETE FROM claims WHERE done = 1 AND until <= ?", now.toEpochMilli())
                .update();
    }

    private static @Nullable Entry find(Sql sql, String key) throws SQLException {
        return sql.query("SELECT hash, owner, steps, done, until FROM claims WHERE id = ?", key)
                .one(row -> new Entry(
                        key,
                        row.getString("hash"),
                        row.getString("owner"),
                        row.getInt("steps"),
                        row.getBoolean("done"),
                        Instant.ofEpochMilli(row.getLong("until"))));
    }

    private static void put(Sql sql, Entry entry) throws SQLException {
        sql.query(
                        "INSERT OR REPLACE INTO claims (id, hash, owner, steps, done, until) VALUES (?, ?, ?, ?, ?, ?)",
                        entry.key(),
                        entry.witness(),
                        entry.owner(),
                        entry.steps(),
                        entry.done(),
                        entry.until().toEpochMilli())
                .update();
    }
}
