package io.weir.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thread that writes and dies, and a disk that takes nothing more. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoreFaultTest {
    @TempDir
    private Path folder;

    private final List<String> halted = new CopyOnWriteArrayList<>();
    private LocalStore store;

    @BeforeEach
    void open() {
        store = LocalStore.open(
                folder,
                List.of("CREATE TABLE IF NOT EXISTS t (a TEXT)"),
                (thread, error) -> halted.add(thread + ": " + error.getMessage()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private int insert() {
        return store.write(sql -> sql.query("INSERT INTO t VALUES ('x')").update());
    }

    @Test
    void write_errorInTheWriter_failsWhoWaitsAndWhoComesLaterAndHalts() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> store.write(sql -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new OutOfMemoryError("injected");
        }));
        begun.await();
        List<CompletableFuture<Integer>> waiting =
                List.of(CompletableFuture.supplyAsync(this::insert), CompletableFuture.supplyAsync(this::insert));
        release.countDown();

        for (CompletableFuture<Integer> one : List.of(first, waiting.get(0), waiting.get(1))) {
            assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("injected");
        }
        assertThatThrownBy(this::insert).isInstanceOf(StoreException.class).hasMessageContaining("injected");
        await().until(() -> !halted.isEmpty());
        assertThat(halted).containsExactly("store-writer: injected");
        assertThat(store.isWritable()).isFalse();
        long rows = store.read(sql -> (long)
                sql.query("SELECT a FROM t").list(row -> row.getString("a")).size());
        assertThat(rows).isZero();
    }

    @Test
    void isWritable_diskFull_isFalseUntilThereIsRoomAgain() {
        insert();
        assertThat(store.isWritable()).isTrue();
        limitPages(10);
        assertThatThrownBy(() -> store.write(sql ->
                        sql.query("INSERT INTO t VALUES (zeroblob(100000))").update()))
                .isInstanceOf(StoreException.class);

        assertThat(store.isWritable()).isFalse();
        assertThat(store.isWritable()).isFalse();
        limitPages(1_000_000);

        assertThat(store.isWritable()).isTrue();
    }

    private void limitPages(int pages) {
        store.write(sql -> sql.query("PRAGMA max_page_count = " + pages).one(row -> row.getLong(1)));
    }
}
