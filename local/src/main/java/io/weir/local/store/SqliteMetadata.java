package io.weir.local.store;

import io.weir.local.files.ObjectMetadata;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of the bucket's objects in the data folder's own file: some hundred bytes each, where a file takes a block.
 * Thread-safe.
 */
public final class SqliteMetadata implements ObjectMetadata {
    public static final List<String> SCHEMA =
            List.of("CREATE TABLE IF NOT EXISTS objects (key TEXT PRIMARY KEY, metadata TEXT NOT NULL) WITHOUT ROWID");

    private final LocalStore store;

    public SqliteMetadata(LocalStore store) {
        this.store = store;
    }

    @Override
    public void put(String key, String json, boolean replace) throws IOException {
        String insert = replace
                ? "INSERT OR REPLACE INTO objects (key, metadata) VALUES (?, ?)"
                : "INSERT OR IGNORE INTO objects (key, metadata) VALUES (?, ?)";
        change(sql -> sql.query(insert, key, json).update());
    }

    @Override
    public @Nullable String get(String key) throws IOException {
        try {
            return store.find(sql ->
                    sql.query("SELECT metadata FROM objects WHERE key = ?", key).one(row -> row.getString("metadata")));
        } catch (StoreException e) {
            throw silent(e);
        }
    }

    @Override
    public void delete(String key) throws IOException {
        change(sql -> sql.query("DELETE FROM objects WHERE key = ?", key).update());
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change(sql -> sql.query("UPDATE OR REPLACE objects SET key = ? WHERE key = ?", to, from)
                .update());
    }

    private void change(LocalStore.Operation<Integer> change) throws IOException {
        try {
            store.write(change);
        } catch (StoreException e) {
            throw silent(e);
        }
    }

    private static IOException silent(StoreException fault) {
        return new IOException("the store did not answer: " + fault.getMessage(), fault);
    }
}
