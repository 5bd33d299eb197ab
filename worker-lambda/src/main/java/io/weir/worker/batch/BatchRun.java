package io.weir.worker.batch;

import io.weir.action.RetryLaterException;
import io.weir.envelope.source.Source;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.Patience;
import io.weir.worker.record.TimeBudget;
import io.weir.worker.retry.Unfinished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The run of one batch: its chains in parallel, each on a virtual thread, until all have an outcome or the time is used up.
 * A record that may have ended the process before is left for the end, and then runs alone.
 */
final class BatchRun {
    private static final Outcome.Retry NOT_DUE =
            new Outcome.Retry("not-due", "its next attempt is later than a message can be delayed when it is sent");

    private static final String POISON = "poison";

    /** For interrupted threads to take back their marks. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** What is left of a chain, from a record on that was marked before. */
    private record Suspect(Unfinished.Mark mark, List<Attempt> chain) implements Comparable<Suspect> {
        boolean isPoison() {
            return mark.found() >= Unfinished.MAX;
        }

        /** Poison first, since it is not run; then those first that are the least suspect: they came to no harm by the others. */
        @Override
        public int compareTo(Suspect other) {
            return Integer.compare(isPoison() ? 0 : mark.found(), other.isPoison() ? 0 : other.mark.found());
        }
    }

    private final RecordHandler handler;
    private final Settlement settlement;
    private final Unfinished unfinished;
    private final Places places;
    private final TimeBudget budget;
    private final Queue<Suspect> suspects = new PriorityBlockingQueue<>();
    private final Map<Unfinished.Mark, Places.Place> running = new ConcurrentHashMap<>();
    private volatile Places.@Nullable Place alone;

    /** @param budget of the batch */
    BatchRun(RecordHandler handler, Settlement settlement, Unfinished unfinished, Places places, TimeBudget budget) {
        this.handler = handler;
        this.settlement = settlement;
        this.unfinished = unfinished;
        this.places = places;
        this.budget = budget;
    }

    void run(List<List<Attempt>> chains) {
        runAll(chains.stream().<Work>map(chain -> () -> runInOrder(chain)).toList());
        for (Suspect next = suspects.poll(); next != null && hasTime(); next = suspects.poll()) {
            Suspect suspect = next;
            runAll(List.of(() -> runAlone(suspect)));
            letOthersIn();
        }
        clearWhatGoesOn();
        settleWhatWasBrokenOff(chains);
    }

    private boolean hasTime() {
        return budget.remaining().isPositive();
    }

    /** A suspect that cannot be interrupted must not stop every later batch too. */
    private void letOthersIn() {
        Places.Place place = alone;
        if (place != null) {
            place.abandon();
        }
    }

    /** An attempt that cannot be interrupted did not end the process either: that its time is over is its outcome. */
    private void clearWhatGoesOn() {
        running.values().forEach(Places.Place::abandon);
        List<Work> clearings =
                running.keySet().stream().<Work>map(mark -> mark::clear).toList();
        await(started(clearings).ended(), GRACE);
    }

    /** Such a record waits as any other does. Unsettled it would stay in the queue, hidden for hours, until that forgets it. */
    private void settleWhatWasBrokenOff(List<List<Attempt>> chains) {
        List<Work> settlings = chains.stream()
                .flatMap(List::stream)
                .filter(attempt -> attempt.begun() && !attempt.isDecided())
                .<Work>map(attempt -> () -> attempt.decide(settled(attempt, BatchProcessor.NO_TIME)))
                .toList();
        await(started(settlings).ended(), GRACE);
    }

    /** Something of a batch that ends when the thread is interrupted. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    private record Started(List<Thread> threads, CountDownLatch ended) {}

    private void runAll(List<Work> all) {
        Started started = started(all);
        if (!await(started.ended(), budget.remaining())) {
            started.threads().forEach(Thread::interrupt);
            await(started.ended(), GRACE);
        }
    }

    private Started started(List<Work> all) {
        CountDownLatch ended = new CountDownLatch(all.size());
        List<Thread> threads = new ArrayList<>();
        for (Work work : all) {
            threads.add(Thread.ofVirtual().name("record").start(() -> {
                try {
                    TimeBudget.within(budget, work::run);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // no time left: the records stay without an outcome
                } finally {
                    ended.countDown();
                }
            }));
        }
        return new Started(threads, ended);
    }

    private static boolean await(CountDownLatch ended, Duration time) {
        try {
            return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void runInOrder(List<Attempt> chain) throws InterruptedException {
        for (int i = 0; i < chain.size(); i++) {
            Attempt attempt = chain.get(i);
            Duration early = settlement.retries().tooEarly(attempt.record());
            if (early != null) {
                attempt.tryIn(early);
                attempt.decide(NOT_DUE);
                return;
            }
            try (Places.Place place = places.enter(attempt.record().mostBytes())) {
                if (!hasTime()) {
                    return;
                }
                Unfinished.Mark mark = unfinished.begin(attempt.record());
                if (mark.found() > 0) {
                    suspects.add(new Suspect(mark, chain.subList(i, chain.size())));
                    return;
                }
                attempt(attempt, place, mark);
            }
            if (attempt.failed()) {
                return; // nothing of a FIFO group may overtake what failed
            }
        }
    }

    private void runAlone(Suspect suspect) throws InterruptedException {
        Attempt attempt = suspect.chain().getFirst();
        Unfinished.Mark mark = suspect.mark();
        try (Places.Place place = places.enterAlone(attempt.record().mostBytes())) {
            alone = place;
            if (!hasTime()) {
                return;
            }
            if (suspect.isPoison()) {
                buryPoison(attempt, mark);
            } else {
                mark.again();
                attempt.notes().onProof(mark::proven);
                attempt(attempt, place, mark);
            }
        }
        if (!attempt.failed()) {
            runInOrder(suspect.chain().subList(1, suspect.chain().size()));
        }
    }

    private void buryPoison(Attempt attempt, Unfinished.Mark mark) {
        attempt.begin();
        Outcome outcome = attempt.decide(buried(attempt, mark));
        if (!(outcome instanceof Outcome.Retry)) {
            mark.clear();
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private Outcome buried(Attempt attempt, Unfinished.Mark mark) {
        String detail = "the process ended " + mark.found() + " times before it came to an outcome";
        try {
            attempt.inInbox(handler.inboxKey(attempt.record()));
            boolean proven = mark.wasProven() || settlement.retries().isProven(attempt);
            return settlement.settle(
                    attempt, proven ? new Outcome.Dead(POISON, detail) : new Outcome.Unproven(POISON, detail));
        } catch (Throwable e) {
            return fault(e);
        }
    }

    /** An attempt under its mark, which is taken back also when the attempt is interrupted: then it has no outcome. */
    private void attempt(Attempt attempt, Places.Place place, Unfinished.Mark mark) throws InterruptedException {
        attempt.begin();
        running.put(mark, place);
        boolean keep = false;
        boolean interrupted = false;
        try {
            Outcome outcome = handled(attempt, place);
            interrupted = Thread.interrupted(); // what it came to is settled all the same
            keep = attempt.decide(settled(attempt, outcome)) instanceof Outcome.Retry retry && retry.isHeld();
        } finally {
            if (keep) {
                mark.keep(); // another attempt holds the event, be it one that ended the process a moment ago
            } else {
                mark.clear();
            }
            running.remove(mark);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private Outcome settled(Attempt attempt, Outcome outcome) {
        try {
            return settlement.settle(attempt, outcome);
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
        String exception = e.getClass().getName();
        return new Outcome.Retry("fault", exception, RetryLaterException.notBefore(e), exception, Patience.OF_SOURCE);
    }

    private Outcome handle(Opened opened, Attempt attempt, Places.Place place) throws Exception {
        if (opened instanceof Opened.Decided decided) {
            return decided.outcome();
        }
        Source source = opened.source();
        if (source != null) {
            place.narrow(source.name(), opened.size());
        }
        return handler.handle(opened, attempt.notes());
    }
}
