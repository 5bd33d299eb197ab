package io.weir.local.sqs;

import io.weir.envelope.Attributes;
import io.weir.local.sqs.rules.QueueSettings;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.Sql;
import io.weir.worker.record.Failure;
import io.weir.worker.record.Fault;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Takes from a queue what is older than its retention. Nothing goes in silence: it becomes a dead letter that says so, and
 * where there is no dead-letter queue a line at least counts it.
 */
final class Expiry {
    /** One transaction must not hold the writer for long. */
    static final int MAX_TOGETHER = 200;

    private static final String EXPIRED = "expired";

    private final Clock clock;
    private final SqliteSqsClient.Expired said;
    private final MessageWatch watch;

    Expiry(Clock clock, SqliteSqsClient.Expired said, MessageWatch watch) {
        this.clock = clock;
        this.said = said;
        this.watch = watch;
    }

    /**
     * Removes what is too old and not in anybody's hands. Returns how many.
     *
     * @param visibleNow epoch milliseconds by the clock that hides messages
     */
    int remove(Sql sql, QueueSettings queue, long visibleNow) throws SQLException {
        List<Long> ids = find(sql, queue, visibleNow, MAX_TOGETHER);
        QueueSettings.Redrive redrive = queue.redrive();
        for (long id : ids) {
            if (redrive == null) {
                watch.moved(sql, id, "", EXPIRED);
                MessageTable.delete(sql, id);
            } else {
                bury(sql, id, queue, redrive.targetName(), visibleNow);
            }
        }
        return ids.size();
    }

    boolean isAny(Sql sql, QueueSettings queue, long visibleNow) throws SQLException {
        return !find(sql, queue, visibleNow, 1).isEmpty();
    }

    private List<Long> find(Sql sql, QueueSettings queue, long visibleNow, int max) throws SQLException {
        long sentBefore = clock.millis() - TimeUnit.SECONDS.toMillis(queue.number("MessageRetentionPeriod"));
        return sql.query(
                        // The plus keeps SQLite on the index by age: few are old, but all may be visible.
                        "SELECT id FROM messages WHERE queue = ? AND sent_at < ? AND +visible_at <= ? LIMIT ?",
                        queue.name(),
                        sentBefore,
                        visibleNow,
                        max)
                .list(row -> row.getLong("id"));
    }

    /** Its time on the dead-letter queue begins now: else it would be too old there as well. */
    private void bury(Sql sql, long id, QueueSettings queue, String target, long visibleNow) throws SQLException {
        MessageRow row = MessageTable.read(sql, id);
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>(row.attributes());
        attributes.put(
                Attributes.FAILURE,
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(failure(row).toJson())
                        .build());
        MessageTable.describe(sql, id, StoredAttributes.write(attributes));
        sql.query("UPDATE messages SET sent_at = ? WHERE id = ?", clock.millis(), id)
                .update();
        MessageTable.moveToDeadLetterQueue(sql, id, target, SqsNames.arn(queue.name()), visibleNow);
        watch.moved(sql, id, target, EXPIRED);
    }

    private Failure failure(MessageRow row) {
        long firstSeen = row.firstReceivedAt() == 0 ? row.sentAt() : row.firstReceivedAt();
        return new Failure(
                new Fault(
                        EXPIRED,
                        "older than the queue keeps messages; sent at " + Instant.ofEpochMilli(row.sentAt()),
                        null),
                row.receiveCount(),
                Instant.ofEpochMilli(firstSeen),
                clock.instant(),
                said.version(),
                row.requestId());
    }

    /** Once what was removed is on disk. */
    void tell(QueueSettings queue, int count) {
        QueueSettings.Redrive redrive = queue.redrive();
        said.warn()
                .accept(count + " messages of the queue " + queue.name() + " were older than "
                        + TimeUnit.SECONDS.toHours(queue.number("MessageRetentionPeriod")) + " hours and "
                        + (redrive == null ? "were deleted" : "went to the dead-letter queue " + redrive.targetName()));
    }
}
