package io.weir.local.lambda;

import io.weir.envelope.SqsLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * What a mapping has received and not yet answered. Batches of a slow function pile up here, up to a limit; those of a fast
 * one hardly do. Thread-safe.
 */
final class InHand {
    /** A message that points to the inbox, where up to so much lies. */
    private static final int LARGEST_IN_INBOX = 8 * 1024 * 1024;

    private final Load most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private int batches;
    private long bytes;

    InHand(Load most) {
        this.most = most;
    }

    /** Waits until one more batch may be received. Returns how many messages it may begin with: they fit, however large they are. */
    int awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (room() == 0) {
                fewer.await();
            }
            int room = room();
            batches++; // by whoever receives it, so that two do not take the last room
            return room;
        } finally {
            lock.unlock();
        }
    }

    private int room() {
        if (batches == 0) {
            return most.batch();
        }
        return batches >= most.batches() ? 0 : Math.min(most.batch(), fitting());
    }

    private int fitting() {
        return (int) Math.max(0, (most.bytes() - bytes) / SqsLimits.MESSAGE_BYTES);
    }

    /** How many messages a batch may have beside those that were {@linkplain #take taken} for it. */
    int room(int taken) {
        lock.lock();
        try {
            return Math.min(most.batch() - taken, fitting());
        } finally {
            lock.unlock();
        }
    }

    /** Takes what was received in the room that was given. Returns its size, which {@link #giveBack} wants. */
    long take(Collection<Message> messages) {
        long size = messages.stream().mapToLong(InHand::size).sum();
        lock.lock();
        try {
            bytes += size;
        } finally {
            lock.unlock();
        }
        return size;
    }

    /** The door gives each message attributes; what has none points to the inbox. */
    private static long size(Message message) {
        int length = message.body().length();
        return message.messageAttributes().isEmpty() ? Math.max(length, LARGEST_IN_INBOX) : length;
    }

    /** A batch is over, or nothing was received. */
    void giveBack(long size) {
        lock.lock();
        try {
            batches--;
            bytes -= size;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is left, or the time is over. */
    void awaitNone(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = time.toNanos();
            while (batches > 0 && left > 0) {
                left = fewer.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
