package io.weir.local.store;

import io.weir.local.core.Halt;
import io.weir.local.files.Disk;
import io.weir.local.store.StoreWriter.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one file of the single-machine mode, {@code weir.db}: SQLite in WAL mode. One thread writes; it commits
 * together what is pending together, so that senders who wait at the same time share one flush of the log. When
 * {@link #write} returns, the change survives a power cut. Thread-safe.
 *
 * @see StoreWriter
 * @see LogFlush
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

    private final String url;
    private final Opened opened = new Opened();
    private final Sql reader;
    private final ReentrantLock readLock = new ReentrantLock();
    private final Sql searcher;
    private final ReentrantLock searchLock = new ReentrantLock();
    private final LogFlush flush;
    private final Checkpoints checkpoints;
    private final StoreWriter changes;

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
        try {
            StoreFiles.lock(folder, opened);
            StoreFiles.prepare(folder);
            url = "jdbc:sqlite:" + folder.resolve(StoreFiles.DATABASE);
            Sql writer = new Sql(StoreFiles.connect(url, opened));
            StoreFiles.run(writer, schema);
            reader = new Sql(StoreFiles.connect(url, opened));
            searcher = new Sql(StoreFiles.connect(url, opened));
            FileChannel log = opened.add(StoreFiles.openLog(folder));
            Sql copying = new Sql(StoreFiles.connect(url, opened));
            flush = new LogFlush(() -> log.force(false));
            checkpoints = new Checkpoints(copying);
            changes = new StoreWriter(writer, flush, checkpoints, halt);
            flush.whenFailed(changes::flushFailed);
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
        return result(changes.submit(Kind.DURABLE, operation));
    }

    /** As {@link #write}, before all that is not waited for by a sender. */
    public <T> T acknowledge(Operation<T> operation) {
        return result(changes.submit(Kind.ACKNOWLEDGEMENT, operation));
    }

    /**
     * As {@link #write}, without waiting for the disk: a kill does not undo the change, a power cut may, and with it only such
     * changes as came later.
     */
    public <T> T change(Operation<T> operation) {
        return result(changes.submit(Kind.COMMITTED, operation));
    }

    /**
     * As {@link #change}, without waiting for the change itself. It comes before whatever is written afterwards, but for what
     * is {@linkplain #acknowledge acknowledged}.
     */
    public <T> CompletableFuture<T> later(Operation<T> operation) {
        return changes.submit(Kind.COMMITTED, operation);
    }

    /** How many senders wait for the disk; 1 also if one did a moment ago and may come again. */
    public int acknowledging() {
        return changes.acknowledging();
    }

    private static <T> T result(CompletableFuture<T> result) {
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

    /** As {@link #read}, of what may not be there: then null. */
    public <T> @Nullable T peek(Look<T> look) {
        return find(reader, readLock, look);
    }

    /** As {@link #search}, of what may not be there: then null. */
    public <T> @Nullable T find(Look<T> look) {
        return find(searcher, searchLock, look);
    }

    private static <T> @Nullable T find(Sql connection, ReentrantLock lock, Look<T> look) {
        lock.lock();
        try {
            return look.run(connection);
        } catch (SQLException e) {
            throw new StoreException("cannot read the store: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NullAway") // whether it can be null the operation itself says
    private static <T> T read(Sql connection, ReentrantLock lock, Operation<T> operation) {
        return find(connection, lock, operation::run);
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

    /**
     * False when the last write failed, or the thread that writes is gone. While writes fail each call tries one, so that
     * the answer changes when the disk is well again.
     */
    public boolean isWritable() {
        if (!changes.isOpen()) {
            return false;
        }
        if (changes.isFailing()) {
            try {
                write(LocalStore::probe);
            } catch (StoreException e) {
                return false;
            }
        }
        return !changes.isFailing();
    }

    /** Takes as much room as a request does, and gives it back: on a full disk a few bytes may well find a place. */
    private static int probe(Sql sql) throws SQLException {
        sql.query("CREATE TABLE IF NOT EXISTS probe (filler BLOB)").update();
        sql.query("INSERT INTO probe VALUES (zeroblob(262144))").update();
        return sql.query("DELETE FROM probe").update();
    }

    /** Writes what is pending and closes the file. Idempotent. */
    @Override
    public void close() {
        changes.close();
        flush.close();
        checkpoints.close();
        try {
            opened.close();
        } catch (IOException e) {
            throw new StoreException("cannot close the store: " + e.getMessage(), e);
        }
    }
}
