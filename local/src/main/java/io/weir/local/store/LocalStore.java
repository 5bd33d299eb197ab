package io.weir.local.store;

import io.weir.local.core.Halt;
import io.weir.local.files.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
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

    /** A look for something that may not be there. */
    @FunctionalInterface
    public interface Look<T> {
        @Nullable
        T run(Sql sql) throws SQLException;
    }

    private record Pending<T>(Operation<T> operation, CompletableFuture<T> result) {}

    private record Done(Pending<?> pending, Object result) {}

    private static final int MAX_TOGETHER = 512;

    private final String url;
    private final Opened opened = new Opened();
    private final Sql writer;
    private final Sql reader;
    private final ReentrantLock readLock = new ReentrantLock();
    private final Sql searcher;
    private final ReentrantLock searchLock = new ReentrantLock();
    private final BlockingQueue<Pending<?>> pending = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Halt halt;
    private volatile boolean closed;
    private volatile boolean failing;
    private volatile @Nullable Throwable dead;

    /**
     * Opens or creates the store in a folder.
     *
     * @param schema statements that create what is missing
     * @throws StoreException if another process has the folder, or the file cannot be used
     */
    public static LocalStore open(Path folder, List<String> schema) {
        return open(folder, schema, Halt.PROCESS);
    }

    /**
     * As above.
     *
     * @param halt is told of an Error of the thread that writes
     */
    public static LocalStore open(Path folder, List<String> schema, Halt halt) {
        try {
            Disk.REAL.dataFolder(folder, StoreFiles.DATABASE);
            return new LocalStore(folder, schema, halt);
        } catch (IOException e) {
            throw new StoreException("cannot use the data folder " + folder + ": " + Disk.why(e), e);
        } catch (SQLException e) {
            throw new StoreException("cannot open " + folder.resolve(StoreFiles.DATABASE) + ": " + e.getMessage(), e);
        }
    }

    private LocalStore(Path folder, List<String> schema, Halt halt) throws IOException, SQLException {
        this.halt = halt;
        try {
            StoreFiles.lock(folder, opened);
            StoreFiles.prepare(folder);
            url = "jdbc:sqlite:" + folder.resolve(StoreFiles.DATABASE);
            writer = new Sql(StoreFiles.connect(url, opened));
            for (String statement : schema) {
                StoreFiles.run(writer, statement);
            }
            reader = new Sql(StoreFiles.connect(url, opened));
            searcher = new Sql(StoreFiles.connect(url, opened));
            thread = Thread.ofPlatform().name("store-writer").start(this::writeUntilClosed);
        } catch (IOException | SQLException | RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
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
            if (dead != null) {
                throw new StoreException("nothing can be written any more: " + dead, dead);
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
        return read(reader, readLock, operation);
    }

    /** Reads what is committed, on a connection of its own: what people look for does not hold up the pollers. */
    public <T> T search(Operation<T> operation) {
        return read(searcher, searchLock, operation);
    }

    /** The same of what may not be there: then null. */
    public <T> @Nullable T find(Look<T> look) {
        searchLock.lock();
        try {
            return look.run(searcher);
        } catch (SQLException e) {
            throw new StoreException("cannot read the store: " + e.getMessage(), e);
        } finally {
            searchLock.unlock();
        }
    }

    private static <T> T read(Sql connection, ReentrantLock lock, Operation<T> operation) {
        lock.lock();
        try {
            return operation.run(connection);
        } catch (SQLException e) {
            throw new StoreException("cannot read the store: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Empties the log that SQLite writes before the database, so that nothing of what was deleted is left in it.
     *
     * @return false if somebody reads from it just now
     */
    public boolean truncateLog() {
        try (Opened apart = new Opened()) {
            Sql sql = new Sql(StoreFiles.connect(url, apart));
            Long busy = sql.query("PRAGMA wal_checkpoint(TRUNCATE)").one(row -> row.getLong("busy"));
            return busy != null && busy == 0;
        } catch (IOException | SQLException e) {
            throw new StoreException("cannot empty the log of the store: " + e.getMessage(), e);
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
        try {
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
        } catch (Throwable e) {
            die(e, together);
        }
    }

    /** Whoever waits, or comes later, is told that nothing was written. */
    private void die(Throwable error, List<Pending<?>> together) {
        try {
            synchronized (pending) {
                dead = error;
                pending.drainTo(together);
            }
            StoreException fault = new StoreException("nothing was written: " + error, error);
            together.forEach(one -> one.result().completeExceptionally(fault));
            rollback();
        } finally {
            halt.because(Thread.currentThread().getName(), error);
        }
    }

    /**
     * False when the last write failed, or the thread that writes is gone. While writes fail each call tries one, so that
     * the answer changes when the disk is well again.
     */
    public boolean isWritable() {
        if (closed || dead != null) {
            return false;
        }
        if (failing) {
            try {
                write(LocalStore::probe);
            } catch (StoreException e) {
                return false;
            }
        }
        return !failing;
    }

    /** Takes as much room as a request does, and gives it back: on a full disk a few bytes may well find a place. */
    private static int probe(Sql sql) throws SQLException {
        sql.query("CREATE TABLE IF NOT EXISTS probe (filler BLOB)").update();
        sql.query("INSERT INTO probe VALUES (zeroblob(262144))").update();
        return sql.query("DELETE FROM probe").update();
    }

    /** Transactions are plain SQL: the driver's own bookkeeping goes wrong when SQLite undoes one by itself. */
    private void commit(List<Pending<?>> together) {
        List<Done> done = new ArrayList<>();
        boolean faulty = false;
        try {
            execute("BEGIN IMMEDIATE");
            for (Pending<?> one : together) {
                faulty |= !run(one, done);
            }
            execute("COMMIT");
            failing = faulty;
        } catch (SQLException | RuntimeException e) {
            failing = true;
            rollback();
            together.forEach(one -> one.result().completeExceptionally(e));
            return;
        }
        done.forEach(LocalStore::complete);
    }

    /** A savepoint each: what fails undoes itself alone. False when the database was at fault; an Error ends the thread. */
    private <T> boolean run(Pending<T> one, List<Done> done) throws SQLException {
        execute("SAVEPOINT one");
        try {
            T result = one.operation().run(writer);
            execute("RELEASE one");
            done.add(new Done(one, result));
            return true;
        } catch (SQLException | RuntimeException e) {
            undo(e);
            one.result().completeExceptionally(e);
            return !(e instanceof SQLException);
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
