package io.weir.local.lambda;

import io.weir.envelope.SqsLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** Waits until one more batch may be received. */
    Batch begin() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (room() == 0) {
                fewer.await();
            }
            int room = room();
            batches++; // by whoever receives it, so that two do not take the last room
            return new Batch(room);
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

    /** What is received together. It takes room until it {@linkplain #end ends}. For one thread at a time. */
    final class Batch {
        private final List<Message> messages = new ArrayList<>();
        private long size;
        private int room;

        private Batch(int room) {
            this.room = room;
        }

        /** What was received for it. */
        List<Message> messages() {
            return messages;
        }

        /** How many messages it may have beside these: they fit, however large they are. */
        int room() {
            return room;
        }

        /** Takes what was received in its room. */
        void add(List<Message> some) {
            long added = some.stream().mapToLong(InHand::size).sum();
            messages.addAll(some);
            size += added;
            lock.lock();
            try {
                bytes += added;
                room = Math.min(most.batch() - messages.size(), fitting());
            } finally {
                lock.unlock();
            }
        }

        /** It is over, or nothing was received. */
        void end() {
            lock.lock();
            try {
                batches--;
                bytes -= size;
                fewer.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** The door gives each message attributes; what has none points to the inbox. */
    private static long size(Message message) {
        int length = message.body().length();
        return message.messageAttributes().isEmpty() ? Math.max(length, LARGEST_IN_INBOX) : length;
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
