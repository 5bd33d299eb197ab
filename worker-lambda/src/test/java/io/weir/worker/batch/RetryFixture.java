package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.onQueue;
import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentAt;
import static io.weir.worker.fakes.Records.sentBy;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.Patience;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records that fail in a batch, and what is known of them afterwards. */
abstract class RetryFixture extends BatchFixture {
    final List<QueueRecord> handled = new ArrayList<>();

    /** Proves the record, and fails. Returns the ids that stay on their queue. */
    List<String> fail(Outcome.Retry retry, SQSMessage... messages) {
        return process(true, retry, messages);
    }

    List<String> process(boolean proven, Outcome.Retry retry, SQSMessage... messages) {
        return ids(processor((record, notes) -> {
                    handled.add(record);
                    if (proven) {
                        notes.proven();
                    }
                    return retry;
                })
                .process(event(messages), PLENTY));
    }

    static Outcome.Retry failure() {
        return new Outcome.Retry("action-x", "down");
    }

    static Outcome.Retry refused(Duration atMost) {
        return new Outcome.Retry("action-x", "404", Duration.ZERO, null, new Patience(null, atMost));
    }

    static SQSMessage one() {
        return record("a", "body", Map.of("source", "s"));
    }

    /** A record in a lane, which was first tried so long ago. */
    static SQSMessage waiting(String lane, Duration age, @Nullable Instant refusedAt) {
        Instant tried = NOW.minus(age);
        Instant moved = tried.plusSeconds(30);
        Waiting waiting = new Waiting(tried.minusSeconds(2), "AROA:door", tried, 6, refusedAt, moved, moved);
        return sentBy(
                "AROA:worker",
                sentAt(moved, onQueue(lane, record("a", "body", Map.of("source", "s", "retry", waiting.toJson())))));
    }

    static SQSMessage waiting(Duration age) {
        return waiting("weir-retry", age, null);
    }

    Duration delay() {
        return delays.values().iterator().next();
    }
}
