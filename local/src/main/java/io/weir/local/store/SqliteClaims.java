package io.weir.local.store;

import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
        store.write(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE claims SET until = 0 WHERE done = 0")) {
                return update.executeUpdate();
            }
        });
    }

    @Override
    public Entry take(Entry lease, Instant now) throws IOException {
        try {
            return store.write(connection -> {
                forgetWhatIsOver(connection, now);
                Entry other = find(connection, lease.key());
                if (other != null && !other.givesWayTo(lease, now)) {
                    return other;
                }
                int steps = other == null ? 0 : other.steps();
                Entry mine = new Entry(lease.key(), lease.bodyHash(), lease.owner(), steps, false, lease.until());
                put(connection, mine);
                return mine;
            });
        } catch (StoreException e) {
            throw new IOException("the store did not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean replace(Entry entry) throws IOException {
        try {
            return store.write(connection -> {
                Entry current = find(connection, entry.key());
                boolean mine = current != null && current.owner().equals(entry.owner());
                if (mine) {
                    put(connection, entry);
                }
                return mine;
            });
        } catch (StoreException e) {
            throw new IOException("the store did not answer: " + e.getMessage(), e);
        }
    }

    private static void forgetWhatIsOver(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM claims WHERE done = 1 AND until <= ?")) {
            delete.setLong(1, now.toEpochMilli());
            delete.executeUpdate();
        }
    }

    private static @Nullable Entry find(Connection connection, String key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT hash, owner, steps, done, until FROM claims WHERE id = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Entry(
                                key,
                                row.getString(1),
                                row.getString(2),
                                row.getInt(3),
                                row.getBoolean(4),
                                Instant.ofEpochMilli(row.getLong(5)))
                        : null;
            }
        }
    }

    private static void put(Connection connection, Entry entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO claims (id, hash, owner, steps, done, until) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, entry.key());
            insert.setString(2, entry.bodyHash());
            insert.setString(3, entry.owner());
            insert.setInt(4, entry.steps());
            insert.setBoolean(5, entry.done());
            insert.setLong(6, entry.until().toEpochMilli());
            insert.executeUpdate();
        }
    }
}
