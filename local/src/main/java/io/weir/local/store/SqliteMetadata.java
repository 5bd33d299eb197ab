package io.weir.local.store;

import io.weir.envelope.Sha256;
import io.weir.local.files.ObjectMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of the bucket's objects in the data folder's own file: some hundred bytes each, where a file takes a block. Rows
 * are appended, and found by a number that keeps those of one folder together: by their keys alone each row would change a
 * page of its own, of the table and of its index (docs/adr/0016). Thread-safe.
 */
public final class SqliteMetadata implements ObjectMetadata {
    public static final List<String> SCHEMA = List.of(
            """
            CREATE TABLE IF NOT EXISTS descriptions (
              seq INTEGER PRIMARY KEY, place INTEGER NOT NULL, key TEXT NOT NULL, metadata TEXT NOT NULL)
            """,
            "CREATE INDEX IF NOT EXISTS descriptions_by_place ON descriptions (place)",
            // what an earlier weir wrote
            "CREATE TABLE IF NOT EXISTS objects (key TEXT PRIMARY KEY, metadata TEXT NOT NULL) WITHOUT ROWID");

    private final LocalStore store;

    public SqliteMetadata(LocalStore store) {
        this.store = store;
    }

    @Override
    public Future<?> put(String key, String json, boolean replace) throws IOException {
        long place = place(key); // not on the thread that writes
        try {
            return store.later(sql -> replace && update(sql, place, key, json) > 0 ? 1 : insert(sql, place, key, json));
        } catch (StoreException e) {
            throw e.silence();
        }
    }

    private static int update(Sql sql, long place, String key, String json) throws SQLException {
        return sql.query("UPDATE descriptions SET metadata = ? WHERE place = ? AND key = ?", json, place, key)
                .update();
    }

    private static int insert(Sql sql, long place, String key, String json) throws SQLException {
        return sql.query("""
                INSERT INTO descriptions (place, key, metadata) SELECT ?1, ?2, ?3
                  WHERE NOT EXISTS (SELECT 1 FROM descriptions WHERE place = ?1 AND key = ?2)
                """, place, key, json).update();
    }

    @Override
    public @Nullable String get(String key) throws IOException {
        try {
            return store.find(sql -> sql.query("""
                            SELECT metadata, 1 AS choice FROM descriptions WHERE place = ?1 AND key = ?2
                              UNION ALL SELECT metadata, 2 FROM objects WHERE key = ?2 ORDER BY choice
                            """, place(key), key).one(row -> row.getString("metadata")));
        } catch (StoreException e) {
            throw e.silence();
        }
    }

    @Override
    public void delete(String key) throws IOException {
        change(sql -> remove(sql, key));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change(sql -> {
            remove(sql, to);
            int earlier = sql.query("UPDATE objects SET key = ? WHERE key = ?", to, from)
                    .update();
            return earlier
                    + sql.query(
                                    "UPDATE descriptions SET place = ?, key = ? WHERE place = ? AND key = ?",
                                    place(to),
                                    to,
                                    place(from),
                                    from)
                            .update();
        });
    }

    private static int remove(Sql sql, String key) throws SQLException {
        return sql.query("DELETE FROM descriptions WHERE place = ? AND key = ?", place(key), key)
                        .update()
                + sql.query("DELETE FROM objects WHERE key = ?", key).update();
    }

    /** Four bytes of the folder, four of the name; two keys may share them. */
    private static long place(String key) {
        int name = key.lastIndexOf('/') + 1;
        return digits(key.substring(0, name)) << 32 | digits(key.substring(name));
    }

    private static long digits(String text) {
        return Long.parseLong(Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 8), 16);
    }

    private void change(LocalStore.Operation<Integer> change) throws IOException {
        try {
            store.change(change);
        } catch (StoreException e) {
            throw e.silence();
        }
    }
}
