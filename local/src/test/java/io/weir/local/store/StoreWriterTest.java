package io.weir.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.local.store.LocalStore.Operation;
import io.weir.local.store.StoreWriter.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreWriterTest {
    private static final String INSERT = "INSERT INTO t VALUES (?)";

    @TempDir
    private Path folder;

    private final Opened opened = new Opened();
    private final List<String> halts = new CopyOnWriteArrayList<>();
    private final AtomicInteger flushes = new AtomicInteger();
    private volatile LogFlush.Force disk = () -> {};
    private Sql reader;
    private LogFlush flush;
    private Checkpoints checkpoints;
    private StoreWriter writer;

    @BeforeEach
    void open() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("weir.db");
        Sql sql = new Sql(StoreFiles.connect(url, opened));
        StoreFiles.run(
                sql,
                List.of("CREATE TABLE t (a TEXT PRIMARY KEY)", "CREATE TABLE sums (k TEXT PRIMARY KEY, n INTEGER)"));
        reader = new Sql(StoreFiles.connect(url, opened));
        flush = new LogFlush(() -> {
            flushes.incrementAndGet();
            disk.force();
        });
        checkpoints = new Checkpoints(new Sql(StoreFiles.connect(url, opened)));
        writer = new StoreWriter(sql, flush, checkpoints, (thread, fault) -> halts.add(thread + ": " + fault));
        flush.whenFailed(writer::flushFailed);
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        flush.close();
        checkpoints.close();
        opened.close();
    }

    private static Operation<Integer> insert(String text) {
        return sql -> sql.query(INSERT, text).update();
    }

    private synchronized List<String> rows() throws Exception {
        return reader.query("SELECT a FROM t ORDER BY a").list(row -> row.getString(1));
    }

    /** Keeps the writer busy until it is let go, so that what comes meanwhile is one transaction. */
    private CountDownLatch busy() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        CompletableFuture<Boolean> unused = writer.submit(Kind.COMMITTED, sql -> {
            begun.countDown();
            awaitLatch(letGo);
            return true;
        });
        awaitLatch(begun);
        return letGo;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void submit_whileTheDiskIsSlow_durableOnesWaitAndCommittedOnesDoNot() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        disk = () -> awaitLatch(slow);
        CountDownLatch letGo = busy();
        CompletableFuture<Integer> durable = writer.submit(Kind.DURABLE, sql -> {
            CompletableFuture<Integer> unused = writer.submit(Kind.COMMITTED, insert("next")); // the writer is not idle
            return sql.query(INSERT, "durable").update();
        });
        letGo.countDown();
        await().until(() -> rows().equals(List.of("durable", "next")));
        assertThat(durable).isNotDone();
        slow.countDown();
        assertThat(durable.get()).isOne();
    }

    @Test
    void submit_committed_needsNoFlush() throws Exception {
        assertThat(writer.submit(Kind.COMMITTED, insert("a")).get()).isOne();
        assertThat(rows()).containsExactly("a");
        assertThat(flushes).hasValue(0);
    }

    @Test
    void submit_manyAtOnce_shareOneFlush() throws Exception {
        CountDownLatch letGo = busy();
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(writer.submit(Kind.ACKNOWLEDGEMENT, insert("row-" + i)));
        }
        letGo.countDown();
        for (CompletableFuture<Integer> one : all) {
            assertThat(one.get()).isOne();
        }
        assertThat(flushes).hasValue(1);
    }

    @Test
    void submit_acknowledgement_goesBeforeTheOthers() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch letGo = busy();
        CompletableFuture<Boolean> other = writer.submit(Kind.DURABLE, sql -> order.add("other"));
        CompletableFuture<Boolean> later = writer.submit(Kind.COMMITTED, sql -> order.add("later"));
        CompletableFuture<Boolean> sender = writer.submit(Kind.ACKNOWLEDGEMENT, sql -> order.add("sender"));
        letGo.countDown();
        CompletableFuture.allOf(other, later, sender).get();
        assertThat(order).containsExactly("sender", "other", "later");
    }

    @Test
    void acknowledging_whileASenderWaitsAndShortlyAfter_notForOthers() throws Exception {
        CountDownLatch letGo = busy();
        CompletableFuture<Integer> other = writer.submit(Kind.DURABLE, insert("other"));
        assertThat(writer.acknowledging()).isZero();
        CompletableFuture<Integer> sender = writer.submit(Kind.ACKNOWLEDGEMENT, insert("sender"));
        CompletableFuture<Integer> another = writer.submit(Kind.ACKNOWLEDGEMENT, insert("another"));
        assertThat(writer.acknowledging()).isEqualTo(2);
        letGo.countDown();
        CompletableFuture.allOf(other, sender, another).get();
        await().until(() -> writer.acknowledging() == 0);
    }

    @Test
    void flushThatFails_nobodyIsToldThatItIsWrittenAndNothingMoreIs() throws Exception {
        disk = () -> {
            throw new IOException("no disk");
        };
        CompletableFuture<Integer> lost = writer.submit(Kind.ACKNOWLEDGEMENT, insert("a"));
        assertThatThrownBy(lost::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the store could not be flushed")
                .hasMessageContaining("no disk");
        await().until(() -> !halts.isEmpty());
        assertThat(writer.isOpen()).isFalse();
        assertThatThrownBy(() -> writer.submit(Kind.DURABLE, insert("b")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nothing can be written any more");
    }

    @Test
    void changeThatFailsAfterItHasChangedSomething_isUndoneAlone() throws Exception {
        CountDownLatch letGo = busy();
        CompletableFuture<Integer> before = writer.submit(Kind.DURABLE, insert("before"));
        CompletableFuture<Integer> bad = writer.submit(Kind.DURABLE, sql -> {
            sql.query(INSERT, "half").update();
            sql.addUp("INSERT INTO sums VALUES (?1, ?2)", "bad", 1);
            throw new IllegalStateException("changed its mind");
        });
        CompletableFuture<Integer> after = writer.submit(Kind.DURABLE, sql -> {
            sql.addUp("INSERT INTO sums VALUES (?1, ?2)", "good", 2);
            sql.addUp("INSERT INTO sums VALUES (?1, ?2)", "good", 3);
            return sql.query(INSERT, "after").update();
        });
        letGo.countDown();
        assertThatThrownBy(bad::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(before.get()).isOne();
        assertThat(after.get()).isOne();
        assertThat(rows()).containsExactly("after", "before");
        assertThat(reader.query("SELECT k || n FROM sums").list(row -> row.getString(1)))
                .containsExactly("good5");
    }

    @Test
    void changeThatBreaksARule_failsAloneAndTheOthersOfItsTransactionStand() throws Exception {
        CountDownLatch letGo = busy();
        CompletableFuture<Integer> first = writer.submit(Kind.DURABLE, insert("same"));
        CompletableFuture<Integer> second = writer.submit(Kind.DURABLE, insert("same"));
        CompletableFuture<Integer> third = writer.submit(Kind.DURABLE, insert("other"));
        letGo.countDown();
        assertThat(first.get()).isOne();
        assertThatThrownBy(second::get).hasMessageContaining("UNIQUE");
        assertThat(third.get()).isOne();
        assertThat(rows()).containsExactly("other", "same");
    }

    @Test
    void log_underWritesWithoutEnd_beginsAnew() throws Exception {
        String long64k = "x".repeat(64 * 1024);
        for (int i = 0; i < 2_000; i++) {
            String text = i + long64k;
            assertThat(writer.submit(Kind.COMMITTED, insert(text)).get()).isOne();
        }
        assertThat(Files.size(folder.resolve("weir.db-wal"))).isLessThan(200L << 20); // of 260 MB that went through it
    }
}
