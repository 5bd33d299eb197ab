package io.weir.local.store;

import io.weir.local.store.StoreWriter.Done;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Brings the database's log to the disk and then tells those who wait for it. SQLite runs with {@code synchronous=NORMAL}: it
 * commits without waiting for the disk, and recovers the log up to the first frame that is not whole. So after one flush of
 * the log's file all that was committed before it began survives a power cut. While a flush is under way the writer runs the
 * next transaction. Thread-safe.
 *
 * @see <a href="https://www.sqlite.org/wal.html">Write-ahead logging</a>
 */
final class LogFlush {
    /** Waits until the log is on the disk. */
    @FunctionalInterface
    interface Force {
        void force() throws IOException;
    }

    private final Force log;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private List<Done> waiting = new ArrayList<>();
    private boolean busy;
    private boolean closed;
    private volatile Consumer<Throwable> failed = fault -> {};

    LogFlush(Force log) {
        this.log = log;
        this.thread = Thread.ofPlatform().name("store-flush").start(this::flushUntilClosed);
    }

    /** @param told is told of a flush that failed; those who waited for it are told by this */
    void whenFailed(Consumer<Throwable> told) {
        failed = told;
    }

    /**
     * Completes changes once they are on disk.
     *
     * @param here whether the caller has nothing else to do: then it flushes itself, which spares waking another thread
     */
    void after(List<Done> done, boolean here) {
        lock.lock();
        try {
            if (!here || busy || !waiting.isEmpty()) {
                waiting.addAll(done);
                some.signal();
                return;
            }
            busy = true;
        } finally {
            lock.unlock();
        }
        flush(done);
    }

    private void flushUntilClosed() {
        while (true) {
            List<Done> next;
            lock.lock();
            try {
                while (busy || waiting.isEmpty()) {
                    if (closed && !busy && waiting.isEmpty()) {
                        return;
                    }
                    some.awaitUninterruptibly();
                }
                next = waiting;
                waiting = new ArrayList<>();
                busy = true;
            } finally {
                lock.unlock();
            }
            flush(next);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it was, nobody may take it for written
    private void flush(List<Done> done) {
        try {
            log.force();
            done.forEach(Done::complete);
        } catch (Throwable e) {
            StoreException fault = new StoreException("the store could not be flushed: " + e, e);
            done.forEach(one -> one.fail(fault));
            failed.accept(fault);
        } finally {
            release();
        }
    }

    private void release() {
        lock.lock();
        try {
            busy = false;
            some.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Flushes what waits and ends. Whoever could still add to it must have ended. */
    void close() {
        lock.lock();
        try {
            closed = true;
            some.signalAll();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
    }
}
