package io.weir.local.store;

import io.weir.local.core.Halt;
import io.weir.local.store.LocalStore.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It commits together what is pending together; what must be on disk before its caller goes on
 * then waits for {@link LogFlush}, while the next transaction runs already. Acknowledgements go first, and nobody waits for
 * more than one transaction of the others. Thread-safe.
 */
final class StoreWriter {
    /** How a change is waited for. */
    enum Kind {
        /** A sender waits for it: before all others, on disk. */
        ACKNOWLEDGEMENT,
        /** On disk. */
        DURABLE,
        /** Committed: a kill does not undo it, a power cut may, until a later change is on disk. */
        COMMITTED
    }

    /** A change, and who waits for it. */
    record Pending<T>(Kind kind, Operation<T> operation, CompletableFuture<T> result) {}

    /** A change that was run: complete it when its transaction is as safe as it must be. */
    record Done(Pending<?> pending, Object result) {
        @SuppressWarnings("unchecked") // the result came from the operation of the same Pending
        void complete() {
            ((CompletableFuture<Object>) pending.result()).complete(result);
        }

        void fail(Throwable fault) {
            pending.result().completeExceptionally(fault);
        }
    }

    private static final int MAX_TOGETHER = 512;

    /** Whoever sends one request after the other comes again within so long. */
    private static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Sql sql;
    private final Transactions transactions;
    private final LogFlush flush;
    private final Checkpoints checkpoints;
    private final Halt halt;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private final Deque<Pending<?>> acknowledgements = new ArrayDeque<>();
    private final Deque<Pending<?>> others = new ArrayDeque<>();
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private volatile long lastAcknowledgement = System.nanoTime() - RECENT_NANOS;
    private boolean closed;
    private @Nullable Throwable dead;

    /** @param halt is told of an Error of the thread, and of a flush that failed */
    StoreWriter(Sql sql, LogFlush flush, Checkpoints checkpoints, Halt halt) {
        this.sql = sql;
        this.transactions = new Transactions(sql);
        this.flush = flush;
        this.checkpoints = checkpoints;
        this.halt = halt;
        this.thread = Thread.ofPlatform().name("store-writer").start(this::writeUntilClosed);
    }

    /**
     * Puts a change among those that are pending.
     *
     * @throws StoreException if nothing can be written any more
     */
    <T> CompletableFuture<T> submit(Kind kind, Operation<T> operation) {
        Pending<T> one = new Pending<>(kind, operation, new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            if (dead != null) {
                throw new StoreException("nothing can be written any more: " + dead, dead);
            }
            (kind == Kind.ACKNOWLEDGEMENT ? acknowledgements : others).add(one);
            some.signal();
        } finally {
            lock.unlock();
        }
        if (kind == Kind.ACKNOWLEDGEMENT) {
            unacknowledged.incrementAndGet();
            return one.result().whenComplete((result, fault) -> {
                lastAcknowledgement = System.nanoTime();
                unacknowledged.decrementAndGet();
            });
        }
        return one.result();
    }

    /** How many senders wait for the disk; 1 also if one did a moment ago and may come again. */
    int acknowledging() {
        int now = unacknowledged.get();
        return now > 0 || System.nanoTime() - lastAcknowledgement >= RECENT_NANOS ? now : 1;
    }

    /** Whether the last transaction failed. */
    boolean isFailing() {
        return transactions.isFailing();
    }

    /** Whether it takes changes. */
    boolean isOpen() {
        lock.lock();
        try {
            return !closed && dead == null;
        } finally {
            lock.unlock();
        }
    }

    private void writeUntilClosed() {
        List<Pending<?>> together = new ArrayList<>();
        try {
            while (take(together)) {
                commit(together);
                checkpoints.after(sql);
                together.clear();
            }
        } catch (Throwable e) {
            die(e, together);
        }
    }

    /** Waits for changes, those first for which a sender waits. False when all is written and the store is closed. */
    private boolean take(List<Pending<?>> together) {
        lock.lock();
        try {
            while (acknowledgements.isEmpty() && others.isEmpty()) {
                if (closed) {
                    return false;
                }
                some.awaitUninterruptibly();
            }
            drain(acknowledgements, together);
            drain(others, together);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static void drain(Deque<Pending<?>> from, List<Pending<?>> to) {
        while (to.size() < MAX_TOGETHER && !from.isEmpty()) {
            to.add(from.remove());
        }
    }

    private boolean isIdle() {
        lock.lock();
        try {
            return acknowledgements.isEmpty() && others.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What did not come into a transaction is the first of the others in the next. */
    private void putBack(List<Pending<?>> rest) {
        lock.lock();
        try {
            for (Pending<?> one : rest.reversed()) {
                others.addFirst(one);
            }
        } finally {
            lock.unlock();
        }
        rest.clear();
    }

    private void commit(List<Pending<?>> together) {
        List<Done> done = transactions.run(together, this::putBack);
        List<Done> toFlush = new ArrayList<>();
        for (Done one : done) {
            if (one.pending().kind() == Kind.COMMITTED) {
                one.complete();
            } else {
                toFlush.add(one);
            }
        }
        if (!toFlush.isEmpty()) {
            flush.after(toFlush, isIdle());
        }
    }

    /** Whoever waits, or comes later, is told that nothing was written. */
    private void die(Throwable error, List<Pending<?>> together) {
        try {
            refuse(error, together);
            transactions.rollback();
        } finally {
            halt.because(Thread.currentThread().getName(), error);
        }
    }

    private void refuse(Throwable error, List<Pending<?>> together) {
        List<Pending<?>> all = new ArrayList<>(together);
        lock.lock();
        try {
            dead = error;
            all.addAll(acknowledgements);
            all.addAll(others);
            acknowledgements.clear();
            others.clear();
        } finally {
            lock.unlock();
        }
        StoreException fault = new StoreException("nothing was written: " + error, error);
        all.forEach(one -> one.result().completeExceptionally(fault));
    }

    /** A log that could not be flushed is not known to be whole: nothing more is written to it. */
    void flushFailed(Throwable fault) {
        refuse(fault, List.of());
        halt.because("store-flush", fault);
    }

    /** Takes nothing more and waits until what is pending is written, however often this thread is interrupted. */
    void close() {
        lock.lock();
        try {
            closed = true;
            some.signal();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
    }
}
