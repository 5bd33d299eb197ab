package io.weir.local.sqs;

import io.weir.local.sqs.MessageTable.Receipt;
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
    private final Clock clock;
    private final Expiry expiry;
    private final MessageWatch watch;
    private final ReentrantLock arrivals = new ReentrantLock();
    private final Condition arrived = arrivals.newCondition();
    private long arrivalCount;

    /** @param clock tells how long messages are hidden */
    MessageReceiver(LocalStore store, Clock clock, Expiry expiry, MessageWatch watch) {
        this.store = store;
        this.clock = clock;
        this.expiry = expiry;
        this.watch = watch;
    }

    /** Waits as long as the request says; {@link #wake}, or the end of a visibility time-out, ends the wait. */
    List<MessageRow> receive(ReceiveMessageRequest request) {
        QueueSettings queue = store.read(sql -> QueueTable.get(sql, request.queueUrl()));
        int max = SqsRules.between(request.maxNumberOfMessages(), 1, 1, 10, "MaxNumberOfMessages");
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
            List<MessageRow> rows = isAnyReceivable(queue) ? take(request.queueUrl(), max, visibility) : List.of();
            if (!rows.isEmpty() || !await(queue, seen, end)) {
                return rows;
            }
        }
    }

    private boolean isAnyReceivable(QueueSettings queue) {
        return store.read(
                sql -> !MessageTable.receivable(sql, queue, clock.millis(), 1).isEmpty());
    }

    private List<MessageRow> take(String url, int max, long visibilitySeconds) {
        removeExpired(url);
        return store.write(sql -> take(sql, QueueTable.get(sql, url), max, visibilitySeconds));
    }

    /** Nothing that is too old is handed out. It is rare, so it is looked for without asking the writer. */
    private void removeExpired(String url) {
        QueueSettings queue = store.read(sql -> QueueTable.get(sql, url));
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
    private List<MessageRow> take(Sql sql, QueueSettings queue, int max, long visibilitySeconds) throws SQLException {
        long now = clock.millis();
        QueueSettings.Redrive redrive = queue.redrive();
        List<MessageRow> rows = new ArrayList<>();
        List<Long> ids;
        do {
            ids = MessageTable.receivable(sql, queue, now, max - rows.size());
            for (long id : ids) {
                if (redrive != null && MessageTable.read(sql, id).receiveCount() >= redrive.maxReceiveCount()) {
                    MessageTable.moveToDeadLetterQueue(sql, id, redrive.targetName(), SqsNames.arn(queue.name()), now);
                    watch.moved(sql, id, redrive.targetName(), "received-too-often");
                } else {
                    MessageTable.markReceived(sql, Receipt.create(id), now, now + visibilitySeconds * 1000);
                    rows.add(MessageTable.read(sql, id));
                }
            }
        } while (!ids.isEmpty() && rows.isEmpty());
        return rows;
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
