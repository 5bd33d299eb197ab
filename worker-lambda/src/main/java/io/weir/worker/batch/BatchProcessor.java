package io.weir.worker.batch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.action.RetryLaterException;
import io.weir.envelope.source.Source;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.TimeBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs the records of a batch and answers which of them failed. Thread-safe.
 *
 * <p>Records run in parallel on virtual threads; those of one group of a FIFO queue run in order, and behind a failure
 * nothing of its group runs. A Throwable in one record never touches another. When the time is used up, what is running
 * is interrupted and every record without an outcome is reported as failed; the answer is decided once, so an outcome
 * that comes too late changes nothing and its record is repeated.
 */
public final class BatchProcessor {
    static final int MAX_PARALLEL = 16;
    static final int MAX_PARALLEL_OF_A_SOURCE = 12;

    /** What it takes to change visibility time-outs and to answer. */
    private static final Duration RESERVE = Duration.ofSeconds(3);

    private static final Outcome NO_TIME = new Outcome.Retry("no-time", "no outcome within the time of the batch");

    private final RecordHandler handler;
    private final Settlement settlement;
    private final Backoff backoff;
    private final Visibility visibility;
    private final Places places = new Places(MAX_PARALLEL, MAX_PARALLEL_OF_A_SOURCE);
    private final Clock clock;
    private final LongSupplier nanoTime;

    public BatchProcessor(
            RecordHandler handler, Settlement settlement, Backoff backoff, Visibility visibility, Clock clock) {
        this(handler, settlement, backoff, visibility, clock, System::nanoTime);
    }

    BatchProcessor(
            RecordHandler handler,
            Settlement settlement,
            Backoff backoff,
            Visibility visibility,
            Clock clock,
            LongSupplier nanoTime) {
        this.handler = handler;
        this.settlement = settlement;
        this.backoff = backoff;
        this.visibility = visibility;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Processes a batch.
     *
     * @return the ids of the records that failed, each once, in the event's order
     * @throws IllegalArgumentException if a record has no message id; nothing of the batch may then be deleted
     */
    public SQSBatchResponse process(SQSEvent event, Context context) {
        List<QueueRecord> records = SqsEvents.records(event);
        long deadline = nanoTime.getAsLong() + budget(context).toNanos();
        Map<QueueRecord, Attempt> attempts = new LinkedHashMap<>();
        records.forEach(record -> attempts.put(record, new Attempt(record)));
        run(Chains.of(attempts.values()), deadline);
        return conclude(attempts.values());
    }

    private static Duration budget(Context context) {
        Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
        Duration fifth = remaining.dividedBy(5);
        return remaining.minus(fifth.compareTo(RESERVE) < 0 ? fifth : RESERVE);
    }

    private void run(List<List<Attempt>> chains, long deadline) {
        CountDownLatch ended = new CountDownLatch(chains.size());
        List<Thread> threads = new ArrayList<>();
        for (List<Attempt> chain : chains) {
            threads.add(Thread.ofVirtual().name("record").start(() -> {
                try {
                    TimeBudget.within(() -> Duration.ofNanos(deadline - nanoTime.getAsLong()), () -> runInOrder(chain));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // no time left: the records stay without an outcome
                } finally {
                    ended.countDown();
                }
            }));
        }
        awaitUntil(ended, deadline);
        threads.forEach(Thread::interrupt);
    }

    private void awaitUntil(CountDownLatch ended, long deadline) {
        try {
            if (!ended.await(deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)) {
                return; // what has no outcome by now is reported as failed
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runInOrder(List<Attempt> chain) throws InterruptedException {
        for (Attempt attempt : chain) {
            try (Places.Place place = places.enter()) {
                if (!TimeBudget.current().remaining().isPositive()) {
                    return;
                }
                attempt.decide(outcome(attempt, place));
            }
            if (attempt.failed()) {
                return; // nothing of a FIFO group may overtake what failed
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private Outcome outcome(Attempt attempt, Places.Place place) {
        try {
            Opened opened = handler.open(attempt.record());
            attempt.open(opened);
            return settlement.settle(attempt, handle(opened, attempt, place));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NO_TIME;
        } catch (Throwable e) { // also a StackOverflowError: a fault in one record never touches another
            return new Outcome.Retry(
                    "fault",
                    e.getClass().getName(),
                    RetryLaterException.notBefore(e),
                    e.getClass().getName());
        }
    }

    private Outcome handle(Opened opened, Attempt attempt, Places.Place place) throws Exception {
        if (opened instanceof Opened.Decided decided) {
            return decided.outcome();
        }
        Source source = opened.source();
        if (source != null) {
            place.narrow(source.name());
        }
        return handler.handle(opened, attempt.notes());
    }

    private SQSBatchResponse conclude(Iterable<Attempt> attempts) {
        List<BatchItemFailure> failures = new ArrayList<>();
        Map<QueueRecord, Duration> delays = new LinkedHashMap<>();
        for (Attempt attempt : attempts) {
            Outcome outcome = attempt.decide(NO_TIME);
            settlement.report(attempt, outcome);
            if (outcome instanceof Outcome.Retry retry) {
                failures.add(new BatchItemFailure(attempt.record().messageId()));
                delays.put(attempt.record(), backoff.delay(attempt.record(), retry.notBefore(), clock.instant()));
            }
        }
        hide(delays);
        return new SQSBatchResponse(failures);
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
