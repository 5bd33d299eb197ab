package io.weir.local.operate;

import io.weir.operations.Progress;
import io.weir.operations.RequestSummary;
import io.weir.operations.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/** One change of many requests, one after the other at a rate. Not thread-safe. */
final class ChangeRun implements Predicate<RequestSummary> {
    private static final int MAX_PROBLEMS = 20;
    private static final int MAX_IDS = 1000;

    private final Function<String, LocalChanges.Result> change;
    private final long nanosEach;
    private final Progress progress;
    private final AtomicBoolean cancelled;
    private final long total;
    private final long start = System.nanoTime();
    private final List<Tally.Problem> problems = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private long done;
    private long failed;

    /**
     * Begins now.
     *
     * @param perSecond at most so many; 0 for as fast as possible
     * @param total how many there are, or -1
     */
    ChangeRun(
            Function<String, LocalChanges.Result> change,
            double perSecond,
            Progress progress,
            AtomicBoolean cancelled,
            long total) {
        this.change = change;
        this.nanosEach = perSecond <= 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        this.progress = progress;
        this.cancelled = cancelled;
        this.total = total;
    }

    @Override
    public boolean test(RequestSummary request) {
        if (cancelled.get() || !waited()) {
            return false;
        }
        LocalChanges.Result result = change.apply(request.id());
        if (result.why() == null) {
            done++;
            if (result.id() != null && ids.size() < MAX_IDS) {
                ids.add(result.id());
            }
        } else {
            failed++;
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(new Tally.Problem(request.id(), result.why()));
            }
        }
        return progress.at(done, failed, total);
    }

    /** Until its turn comes at the rate that was asked for. False if interrupted. */
    private boolean waited() {
        long due = start + (done + failed) * nanosEach;
        try {
            while (due - System.nanoTime() > 0 && !cancelled.get()) {
                TimeUnit.NANOSECONDS.sleep(Math.min(due - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(100)));
            }
            return !Thread.currentThread().isInterrupted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Tally tally(boolean isInterrupted) {
        return new Tally(done, failed, isInterrupted, problems, ids);
    }
}
