package io.weir.local.store;

import io.weir.local.files.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one file of the single-machine mode, {@code weir.db}: SQLite in WAL mode with {@code synchronous=FULL}. One thread
 * writes; it commits together what is pending together, so that senders who wait at the same time share one fsync. When
 * {@link #write} returns, the change survives a power cut. Thread-safe.
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_synchronous">PRAGMA synchronous</a>
 */
public final class LocalStore implements AutoCloseable {
    /** Work on the database. What it throws undoes its own changes and nobody else's. */
    @FunctionalInterface
    public interface Operation<T> {
        T run(Sql sql) throws SQLException;
    }

    private record Pending<T>(Operation<T> operation, CompletableFuture<T> result) {}

    private record Done(Pending<?> pending, Object result) {}

    private static final String FILE = "weir.db";
    private static final int MAX_TOGETHER = 512;

    private final Opened opened = new Opened();
    private final Sql writer;
    private final Sql reader;
    private final ReentrantLock readLock = new ReentrantLock();
    private final BlockingQueue<Pending<?>> pending = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Opens or creates the store in a folder.
     *
     * @param schema statements that create what is missing
     * @throws StoreException if another process has the folder, or the file cannot be used
     */
    public static LocalStore open(Path folder, List<String> schema) {
        try {
            Disk.REAL.dataFolder(folder, FILE);
            return new LocalStore(folder, schema);
        } catch (IOException e) {
            throw new StoreException("cannot use the data folder " + folder + ": " + Disk.why(e), e);
        } catch (SQLException e) {
            throw new StoreException("cannot open " + folder.resolve(FILE) + ": " + e.getMessage(), e);
        }
    }

    private LocalStore(Path folder, List<String> schema) throws IOException, SQLException {
        try {
            lock(folder);
            // sqlite-jdbc unpacks its native library; a kill leaves it behind, so it goes where it is found and
            // removed.
            Path unpacked = Disk.REAL.folder(folder.resolve("tmp"));
            empty(unpacked);
            closeToOthers(folder);
            System.setProperty("org.sqlite.tmpdir", unpacked.toString());
            String url = "jdbc:sqlite:" + folder.resolve(FILE);
            writer = new Sql(connect(url));
            for (String statement : schema) {
                prepare(statement);
            }
            reader = new Sql(connect(url));
            thread = Thread.ofPlatform().name("store-writer").start(this::writeUntilClosed);
        } catch (IOException | SQLException | RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /** SQLite knows no ADD COLUMN IF NOT EXISTS: a column that an earlier start added is no fault. */
    private void prepare(String statement) throws SQLException {
        try {
            writer.query(statement).update();
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("duplicate column name")) {
                throw e;
            }
        }
    }

    /** Held until the channel is closed. */
    private void lock(Path folder) throws IOException {
        Path file = folder.resolve("weir.lock");
        Disk.closeToOthers(file);
        FileChannel channel = opened.add(FileChannel.open(file, StandardOpenOption.WRITE));
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new StoreException("the data folder " + folder + " is in use by another weir");
        }
    }

    /** Only of what was unpacked: whatever else lies there does no harm. */
    private static void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** SQLite gives the files beside the database the rights of the database. */
    private static void closeToOthers(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.isDirectory(file)) {
            throw new StoreException("cannot open " + file + ": it is a folder");
        }
        Disk.closeToOthers(file);
        for (String beside : List.of("-wal", "-shm")) {
            Path path = folder.resolve(FILE + beside);
            if (Files.exists(path)) {
                Disk.closeToOthers(path);
            }
        }
        Disk.REAL.sync(folder);
    }

    private Connection connect(String url) throws SQLException {
        Connection connection = opened.add(DriverManager.getConnection(url));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA wal_autocheckpoint = 4000");
        }
        return connection;
    }

    /**
     * Runs a change. When it returns, the change is on disk.
     *
     * @throws StoreException if it is not, for example because the disk is full
     * @throws RuntimeException what the operation itself threw
     */
    public <T> T write(Operation<T> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (pending) {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            pending.add(new Pending<>(operation, result));
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            throw asRuntime(e.getCause());
        }
    }

    /** Reads what is committed. */
    public <T> T read(Operation<T> operation) {
        readLock.lock();
        try {
            return operation.run(reader);
        } catch (SQLException e) {
            throw new StoreException("cannot read the store: " + e.getMessage(), e);
        } finally {
            readLock.unlock();
        }
    }

    private static RuntimeException asRuntime(@Nullable Throwable fault) {
        if (fault instanceof StoreException store) {
            return new StoreException(String.valueOf(store.getMessage()), store);
        }
        if (fault instanceof RuntimeException runtime) {
            return runtime;
        }
        return new StoreException("cannot write to the store: " + fault, fault);
    }

    private void writeUntilClosed() {
        List<Pending<?>> together = new ArrayList<>();
        while (!closed || !pending.isEmpty()) {
            try {
                together.add(pending.take());
            } catch (InterruptedException e) {
                continue; // closing: the loop's condition tells
            }
            pending.drainTo(together, MAX_TOGETHER - 1);
            commit(together);
            together.clear();
        }
    }

    /** Transactions are plain SQL: the driver's own bookkeeping goes wrong when SQLite undoes one by itself. */
    private void commit(List<Pending<?>> together) {
        List<Done> done = new ArrayList<>();
        try {
            execute("BEGIN IMMEDIATE");
            for (Pending<?> one : together) {
                run(one, done);
            }
            execute("COMMIT");
        } catch (SQLException | RuntimeException e) {
            rollback();
            together.forEach(one -> one.result().completeExceptionally(e));
            return;
        }
        done.forEach(LocalStore::complete);
    }

    /** A savepoint each: what fails undoes itself alone. */
    private <T> void run(Pending<T> one, List<Done> done) throws SQLException {
        execute("SAVEPOINT one");
        try {
            T result = one.operation().run(writer);
            execute("RELEASE one");
            done.add(new Done(one, result));
        } catch (SQLException | RuntimeException | Error e) {
            undo(e);
            one.result().completeExceptionally(e);
        }
    }

    /** A full disk makes SQLite undo the whole transaction by itself; then all that was in it has failed. */
    private void undo(Throwable fault) throws SQLException {
        try {
            execute("ROLLBACK TO one");
            execute("RELEASE one");
        } catch (SQLException e) {
            throw new SQLException(fault.getMessage(), fault);
        }
    }

    private void execute(String statement) throws SQLException {
        writer.query(statement).update();
    }

    @SuppressWarnings("unchecked") // the result came from the operation of the same Pending
    private static void complete(Done done) {
        ((CompletableFuture<Object>) done.pending().result()).complete(done.result());
    }

    private void rollback() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has done so already, or the file is broken: then every further write fails and says so.
        }
    }

    /** Writes what is pending and closes the file. Idempotent. */
    @Override
    public void close() {
        synchronized (pending) {
            if (closed) {
                return;
            }
            closed = true;
        }
        awaitWriter();
        try {
            opened.close();
        } catch (IOException e) {
            throw new StoreException("cannot close the store: " + e.getMessage(), e);
        }
    }

    /** However often this thread is interrupted: the file must not be closed under the writer. */
    private void awaitWriter() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
