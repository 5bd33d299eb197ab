package io.weir.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * What SQLite can do with the same promise: rows of so many bytes from several producers, one thread that writes them, those
 * that wait in one transaction, each producer told when its own is flushed.
 */
public final class SqliteRows {
    private static final int MOST_TOGETHER = 256;

    private final BlockingQueue<CompletableFuture<Boolean>> pending = new LinkedBlockingQueue<>();
    private final AtomicInteger producing = new AtomicInteger();
    private final byte[] content;
    private final long end;

    private SqliteRows(int bytes, Duration time) {
        this.content = new byte[bytes];
        this.end = System.nanoTime() + time.toNanos();
    }

    /** How long each row took, in microseconds. */
    public static Histogram insert(Path folder, int bytes, int producers, Duration time)
            throws IOException, InterruptedException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rows.db"));
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Histogram>> parts = new ArrayList<>();
            prepare(connection);
            SqliteRows rows = new SqliteRows(bytes, time); // its time begins when the file is there
            rows.producing.set(producers);
            for (int i = 0; i < producers; i++) {
                parts.add(threads.submit(rows::produce));
            }
            rows.write(connection);
            Histogram all = new Histogram(3);
            for (Future<Histogram> part : parts) {
                all.add(part.get());
            }
            return all;
        } catch (SQLException | ExecutionException e) {
            throw new IOException("rows cannot be written: " + e, e);
        }
    }

    private Histogram produce() throws InterruptedException, ExecutionException, TimeoutException {
        Histogram micros = new Histogram(3);
        try {
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                CompletableFuture<Boolean> written = new CompletableFuture<>();
                pending.put(written);
                written.get(60, TimeUnit.SECONDS); // a writer that failed must not hold its producers
                micros.recordValue((System.nanoTime() - start) / 1000);
            }
        } finally {
            producing.decrementAndGet();
        }
        return micros;
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, content BLOB)");
        }
        connection.setAutoCommit(false);
    }

    private void write(Connection connection) throws SQLException, InterruptedException {
        List<CompletableFuture<Boolean>> together = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO rows (content) VALUES (?)")) {
            while (producing.get() > 0 || !pending.isEmpty()) {
                CompletableFuture<Boolean> first = pending.poll(10, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                together.add(first);
                pending.drainTo(together, MOST_TOGETHER - 1);
                for (int i = 0; i < together.size(); i++) {
                    insert.setBytes(1, content);
                    insert.executeUpdate();
                }
                connection.commit();
                together.forEach(row -> row.complete(true));
                together.clear();
            }
        }
    }
}
