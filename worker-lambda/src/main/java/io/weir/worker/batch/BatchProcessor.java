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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    static final int MAX_PARALLEL = 16;
    static final int MAX_PARALLEL_OF_A_SOURCE = 12;

    /** What it takes to change visibility time-outs and to answer. */
    private static final Duration RESERVE = Duration.ofSeconds(3);

    private static final Outcome.Retry NO_TIME =
            new Outcome.Retry("no-time", "it was begun and had no outcome when the time of the batch was used up");

    private static final Outcome.Retry NOT_BEGUN =
            new Outcome.Retry("not-begun", "the time of the batch was used up before its turn came");

    private static final Outcome.Retry BEHIND =
            new Outcome.Retry("behind-a-failure", "held back, so that it does not overtake what failed in its group");

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
                attempt.begin();
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
            return settlement.settle(attempt, handled(attempt, place));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NO_TIME;
        } catch (Throwable e) {
            return fault(e);
        }
    }

    /** An outcome whatever happens, also a StackOverflowError: a fault in one record never touches another. */
    @SuppressWarnings("CatchingUnchecked")
    private Outcome handled(Attempt attempt, Places.Place place) throws InterruptedException {
        try {
            Opened opened = attempt.open(handler.open(attempt.record()));
            return Objects.requireNonNull(handle(opened, attempt, place));
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            return fault(e);
        }
    }

    private static Outcome fault(Throwable e) {
        return new Outcome.Retry(
                "fault",
                e.getClass().getName(),
                RetryLaterException.notBefore(e),
                e.getClass().getName());
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
        Map<String, Duration> held = new HashMap<>();
        for (Attempt attempt : attempts) {
            QueueRecord record = attempt.record();
            Duration ahead = record.isFifo() ? held.get(group(record)) : null;
            Outcome outcome = attempt.decide(withoutOutcome(attempt, ahead != null));
            settlement.report(attempt, outcome);
            if (outcome instanceof Outcome.Retry retry) {
                Duration delay = delay(record, retry, ahead);
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
    private Duration delay(QueueRecord record, Outcome.Retry retry, @Nullable Duration ahead) {
        if (retry.equals(BEHIND) || retry.equals(NOT_BEGUN)) {
            return ahead == null ? Duration.ZERO : ahead;
        }
        return backoff.delay(record, retry.notBefore(), clock.instant());
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
