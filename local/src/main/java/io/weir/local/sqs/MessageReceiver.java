package io.weir.local.sqs;

import io.weir.envelope.SqsLimits;
import io.weir.local.sqs.MessageTable.Receivable;
import io.weir.local.sqs.rules.QueueSettings;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.sqs.rules.SqsRules;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** Takes messages from queues, and waits for them. Thread-safe. */
final class MessageReceiver {
    private final LocalStore store;
    private final QueueTable queues;
    private final Clock clock;
    private final Expiry expiry;
    private final MessageWatch watch;
    private final ReentrantLock arrivals = new ReentrantLock();
    private final Condition arrived = arrivals.newCondition();
    private long arrivalCount;

    /** @param clock tells how long messages are hidden */
    MessageReceiver(LocalStore store, QueueTable queues, Clock clock, Expiry expiry, MessageWatch watch) {
        this.store = store;
        this.queues = queues;
        this.clock = clock;
        this.expiry = expiry;
        this.watch = watch;
    }

    /** Waits as long as the request says; {@link #wake}, or the end of a visibility time-out, ends the wait. */
    List<MessageRow> receive(ReceiveMessageRequest request) {
        QueueSettings queue = queues.get(request.queueUrl());
        int max = SqsRules.between(request.maxNumberOfMessages(), 1, 1, SqsLimits.BATCH, "MaxNumberOfMessages");
        int wait = SqsRules.between(
                request.waitTimeSeconds(),
                (int) queue.number("ReceiveMessageWaitTimeSeconds"),
                0,
                20,
                "WaitTimeSeconds");
        long visibility = request.visibilityTimeout() == null
                ? queue.number("VisibilityTimeout")
                : SqsRules.visibility(request.visibilityTimeout());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
        while (true) {
            long seen = arrivalsSeen();
            List<MessageRow> rows = isAnyReceivable(queue) ? take(queue, max, visibility) : List.of();
            if (!rows.isEmpty() || !await(queue, seen, end)) {
                return rows;
            }
        }
    }

    private boolean isAnyReceivable(QueueSettings queue) {
        return store.read(
                sql -> !MessageTable.receivable(sql, queue, clock.millis(), 1).isEmpty());
    }

    private List<MessageRow> take(QueueSettings queue, int max, long visibilitySeconds) {
        removeExpired(queue);
        List<Long> ids = store.change(sql -> take(sql, queue, max, visibilitySeconds));
        return store.read(sql -> MessageTable.read(sql, ids));
    }

    /** Nothing that is too old is handed out. It is rare, so it is looked for without asking the writer. */
    private void removeExpired(QueueSettings queue) {
        if (!store.read(sql -> expiry.isAny(sql, queue, clock.millis()))) {
            return;
        }
        int all = 0;
        int removed;
        do {
            removed = store.write(sql -> expiry.remove(sql, queue, clock.millis()));
            all += removed;
        } while (removed == Expiry.MAX_TOGETHER);
        if (all > 0) {
            expiry.tell(queue, all);
        }
    }

    /** Takes messages; those that were received too often go to the dead-letter queue in the same transaction. */
    private List<Long> take(Sql sql, QueueSettings queue, int max, long visibilitySeconds) throws SQLException {
        long now = clock.millis();
        QueueSettings.Redrive redrive = queue.redrive();
        List<Long> taken = new ArrayList<>();
        List<Receivable> found;
        do {
            found = MessageTable.receivable(sql, queue, now, max);
            for (Receivable message : found) {
                long id = message.id();
                if (redrive != null && message.receiveCount() >= redrive.maxReceiveCount()) {
                    MessageTable.moveToDeadLetterQueue(sql, id, redrive.targetName(), SqsNames.arn(queue.name()), now);
                    watch.moved(sql, id, redrive.targetName(), "received-too-often");
                } else {
                    taken.add(id);
                }
            }
        } while (!found.isEmpty() && taken.isEmpty());
        if (!taken.isEmpty()) {
            MessageTable.markReceived(sql, taken, now, now + visibilitySeconds * 1000);
        }
        return taken;
    }

    private long arrivalsSeen() {
        arrivals.lock();
        try {
            return arrivalCount;
        } finally {
            arrivals.unlock();
        }
    }

    /** Something may have become receivable: those who wait look again. */
    void wake() {
        arrivals.lock();
        try {
            arrivalCount++;
            arrived.signalAll();
        } finally {
            arrivals.unlock();
        }
    }

    /** Waits until something may have become receivable. False when the time is up. */
    private boolean await(QueueSettings queue, long seen, long end) {
        long now = clock.millis();
        long next = store.read(sql -> MessageTable.nextVisibleAt(sql, queue.name(), now));
        long left = end - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        long wait = Math.min(left, TimeUnit.MILLISECONDS.toNanos(next - now));
        arrivals.lock();
        try {
            while (arrivalCount == seen && wait > 0) {
                wait = arrived.awaitNanos(wait);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            arrivals.unlock();
        }
    }
}
