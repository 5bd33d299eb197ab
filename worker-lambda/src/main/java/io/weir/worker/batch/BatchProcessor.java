package io.weir.worker.batch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.Patience;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.retry.Unfinished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the records of a batch and answers which of them failed. Thread-safe.
 *
 * <p>Records run in parallel on virtual threads; those of one group of a FIFO queue run in order, and behind a failure
 * nothing of its group runs. A Throwable in one record never touches another. When the time is used up, what is running
 * is interrupted and every record without an outcome is reported as failed; the answer is decided once, so an outcome
 * that comes too late changes nothing and its record is repeated.
 */
public final class BatchProcessor {
    /** What it takes to change visibility time-outs and to answer. */
    private static final Duration RESERVE = Duration.ofSeconds(3);

    static final Outcome.Retry NO_TIME = new Outcome.Retry(
            "no-time",
            "it was begun and had no outcome when the time of the batch was used up",
            Duration.ZERO,
            null,
            Patience.WITHOUT_END);

    private static final Outcome.Retry NOT_BEGUN =
            new Outcome.Retry("not-begun", "the time of the batch was used up before its turn came");

    private static final Outcome.Retry BEHIND =
            new Outcome.Retry("behind-a-failure", "held back, so that it does not overtake what failed in its group");

    private final RecordHandler handler;
    private final Settlement settlement;
    private final Unfinished unfinished;
    private final Visibility visibility;
    private final Places places;
    private final LongSupplier nanoTime;

    public BatchProcessor(RecordHandler handler, Settlement settlement, Unfinished unfinished, Visibility visibility) {
        this(
                handler,
                settlement,
                unfinished,
                visibility,
                Places.in(Runtime.getRuntime().maxMemory()),
                System::nanoTime);
    }

    BatchProcessor(
            RecordHandler handler,
            Settlement settlement,
            Unfinished unfinished,
            Visibility visibility,
            Places places,
            LongSupplier nanoTime) {
        this.handler = handler;
        this.settlement = settlement;
        this.unfinished = unfinished;
        this.visibility = visibility;
        this.places = places;
        this.nanoTime = nanoTime;
    }

    /**
     * Processes a batch.
     *
     * @return the ids of the records that failed, each once, in the event's order
     * @throws IllegalArgumentException if a record has no message id; nothing of the batch may then be deleted
     */
    public SQSBatchResponse process(SQSEvent event, Context context) {
        return process(event, Duration.ofMillis(context.getRemainingTimeInMillis()));
    }

    /** As above, in this much time. */
    public SQSBatchResponse process(SQSEvent event, Duration remaining) {
        List<QueueRecord> records = SqsEvents.records(event);
        long deadline = nanoTime.getAsLong() + budget(remaining).toNanos();
        Retries retries = settlement.retries();
        List<Attempt> attempts = records.stream()
                .map(record -> new Attempt(retries.unwrapped(record)))
                .toList();
        new BatchRun(handler, settlement, unfinished, places, () -> Duration.ofNanos(deadline - nanoTime.getAsLong()))
                .run(Chains.of(attempts));
        return conclude(attempts);
    }

    private static Duration budget(Duration remaining) {
        Duration fifth = remaining.dividedBy(5);
        return remaining.minus(fifth.compareTo(RESERVE) < 0 ? fifth : RESERVE);
    }

    private SQSBatchResponse conclude(Iterable<Attempt> attempts) {
        List<BatchItemFailure> failures = new ArrayList<>();
        Map<QueueRecord, Duration> delays = new LinkedHashMap<>();
        Map<String, Duration> held = new HashMap<>();
        for (Attempt attempt : attempts) {
            QueueRecord record = attempt.record();
            Duration ahead = record.isFifo() ? held.get(group(record)) : null;
            Outcome outcome = attempt.decide(withoutOutcome(attempt, ahead != null));
            settlement.report(attempt, outcome);
            if (outcome instanceof Outcome.Retry retry) {
                Duration delay = delay(attempt, retry, ahead);
                failures.add(new BatchItemFailure(record.messageId()));
                delays.put(record, delay);
                held.putIfAbsent(group(record), delay);
            }
        }
        hide(delays);
        return new SQSBatchResponse(failures);
    }

    /** What is said of a record that has no outcome. */
    private static Outcome withoutOutcome(Attempt attempt, boolean behind) {
        if (attempt.begun()) {
            return NO_TIME;
        }
        return behind ? BEHIND : NOT_BEGUN;
    }

    /** What was never begun waits for nothing: at most for what it must not overtake. */
    private Duration delay(Attempt attempt, Outcome.Retry retry, @Nullable Duration ahead) {
        if (retry.equals(BEHIND) || retry.equals(NOT_BEGUN)) {
            return ahead == null ? Duration.ZERO : ahead;
        }
        Duration wait = attempt.nextIn();
        return wait == null ? settlement.retries().afterBreak(attempt.record()) : wait;
    }

    private static String group(QueueRecord record) {
        return record.groupId() == null ? "" : record.groupId();
    }

    /** Best effort: where it fails, the visibility time-out of the queue rules. */
    private void hide(Map<QueueRecord, Duration> delays) {
        if (delays.isEmpty()) {
            return;
        }
        try {
            Map<QueueRecord, String> unchanged = visibility.delay(delays);
            if (!unchanged.isEmpty()) {
                settlement.warn(unchanged.size() + " visibility time-outs were not changed: "
                        + String.join(", ", new TreeSet<>(unchanged.values())));
            }
        } catch (RuntimeException e) {
            settlement.warn("visibility time-outs were not changed: " + e);
        }
    }
}
