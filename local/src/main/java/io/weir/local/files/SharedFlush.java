package io.weir.local.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One flush for all who wait for the disk at the same time. One flush is under way at a time; who comes meanwhile shares the
 * next, which begins after what they wrote. Thread-safe.
 */
final class SharedFlush {
    /** Waits until files, and the names in folders, are on disk. Called by one thread at a time. */
    @FunctionalInterface
    interface Sync {
        void force(Set<Path> paths) throws IOException;
    }

    /** Who waits together; then how many flushes had failed by its end. */
    private static final class Group {
        private final Set<Path> paths = new LinkedHashSet<>();
        private final CompletableFuture<Integer> flushed = new CompletableFuture<>();
    }

    private final Sync sync;
    private final Executor flusher = thread();
    private final ReentrantLock lock = new ReentrantLock();
    private Group open = new Group();
    private final AtomicInteger failures = new AtomicInteger();

    SharedFlush(Sync sync) {
        this.sync = sync;
    }

    /** A platform thread: a call of the system holds up no virtual thread's carrier, and no interrupt ends it for all. */
    private static Executor thread() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "disk-flush");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /**
     * To be taken before something is written. A flush that fails may have lost what was written before its end, and the
     * system reports that once only, to whoever asks first.
     */
    int mark() {
        return failures.get();
    }

    /**
     * Waits until a file, or the names in a folder, are on disk.
     *
     * @param mark as of before it was written
     * @throws IOException if it may not be there; it must be written again then, as another flush would not say so any more
     */
    void force(Path path, int mark) throws IOException {
        Group group = join(path);
        try {
            if (group.flushed.get() != mark) {
                throw new IOException("cannot put " + path + " on disk: a flush failed while it was written");
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = cause instanceof IOException fault ? Disk.why(fault) : cause.toString();
            throw new IOException("cannot put " + path + " on disk: " + why, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + path + " was put on disk");
        }
    }

    private Group join(Path path) {
        lock.lock();
        try {
            if (open.paths.isEmpty()) {
                flusher.execute(this::flush);
            }
            open.paths.add(path);
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void flush() {
        Group group = close();
        try {
            sync.force(group.paths);
            group.flushed.complete(failures.get());
        } catch (Throwable e) { // also an Error: nobody may wait for ever
            failures.incrementAndGet();
            group.flushed.completeExceptionally(e);
        }
    }

    private Group close() {
        lock.lock();
        try {
            Group group = open;
            open = new Group();
            return group;
        } finally {
            lock.unlock();
        }
    }
}
