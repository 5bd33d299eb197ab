package io.weir.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest {
    private static final List<String> SCHEMA = List.of("CREATE TABLE IF NOT EXISTS t (a TEXT, b INTEGER)");
    private static final String INSERT = "INSERT INTO t VALUES (?, ?)";

    @TempDir
    private Path folder;

    @Test
    void open_fileThatIsNoDatabase_leavesNoLockBehind() throws Exception {
        Path file = Files.writeString(folder.resolve("weir.db"), "no database".repeat(1000));
        assertThatThrownBy(() -> LocalStore.open(folder, SCHEMA))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot open " + file);
        Files.delete(file);
        LocalStore.open(folder, SCHEMA).close();
    }

    @Test
    void open_schemaThatFails_leavesNoLockBehind() {
        assertThatThrownBy(() -> LocalStore.open(folder, List.of("CREATE NONSENSE")))
                .isInstanceOf(StoreException.class);
        LocalStore.open(folder, SCHEMA).close();
    }

    @Test
    void query_values_comeBackAsTheyWentIn() {
        try (LocalStore store = LocalStore.open(folder, SCHEMA)) {
            store.write(sql -> sql.query(INSERT, "x", 1L).update());
            store.write(sql -> sql.query(INSERT, null, true).update());
            List<String> rows = store.read(sql ->
                    sql.query("SELECT a, b FROM t ORDER BY rowid").list(row -> row.getString("a") + row.getInt("b")));
            assertThat(rows).containsExactly("x1", "null1");
            Object none = store.read(
                    sql -> sql.query("SELECT a FROM t WHERE b = ?", 7).one(row -> row.getString("a")));
            assertThat(none).isNull();
        }
    }

    @Test
    void query_afterItFailed_worksAgain() {
        try (LocalStore store = LocalStore.open(
                folder, List.of("CREATE TABLE IF NOT EXISTS t (a TEXT PRIMARY KEY NOT NULL, b INTEGER)"))) {
            store.write(sql -> sql.query(INSERT, "x", 1).update());
            assertThatThrownBy(
                            () -> store.write(sql -> sql.query(INSERT, "x", 2).update()))
                    .isInstanceOf(StoreException.class);
            store.write(sql -> sql.query(INSERT, "y", 2).update());
            long rows = store.read(sql ->
                    sql.query("SELECT a FROM t").list(row -> row.getString("a")).size());
            assertThat(rows).isEqualTo(2);
        }
    }
}
