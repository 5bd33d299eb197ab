package io.weir.operations.aws;

import io.weir.operations.Progress;
import io.weir.operations.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A change of many requests that is under way: how far it is, how fast it may go, and whether it was told to end. */
final class Run implements AutoCloseable {
    private static final int PROBLEMS = 20;
    private static final int IDS = 1000;

    private final Set<Run> all;
    private final Progress progress;
    private final long nanosEach;
    private final long start = System.nanoTime();
    private final Set<String> met = new HashSet<>();
    private final List<Tally.Problem> problems = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private long done;
    private long failed;
    private volatile boolean isCancelled;

    private Run(Set<Run> all, double perSecond, Progress progress) {
        this.all = all;
        this.progress = progress;
        this.nanosEach = perSecond > 0 ? (long) (1_000_000_000 / perSecond) : 0;
    }

    /** Those of this process that are under way. */
    static final class Registry {
        private final Set<Run> running = ConcurrentHashMap.newKeySet();

        Run begin(double perSecond, Progress progress) {
            Run run = new Run(running, perSecond, progress);
            running.add(run);
            return run;
        }

        /** Tells all to end. Returns how many there were. */
        int cancel() {
            List<Run> told = List.copyOf(running);
            told.forEach(run -> run.isCancelled = true);
            return told.size();
        }
    }

    /**
     * Whether a request is met for the first time in this run, so that what fails again at once is not changed for ever.
     * False, too, once the run is to end.
     */
    boolean meets(String id) {
        return !isOver() && met.add(id);
    }

    boolean isOver() {
        return isCancelled || Thread.currentThread().isInterrupted();
    }

    /** Waits until the next may be changed. */
    void pace() {
        long due = start + (done + failed) * nanosEach;
        try {
            while (!isOver() && System.nanoTime() < due) {
                Thread.sleep(Duration.ofNanos(Math.min(due - System.nanoTime(), 100_000_000)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void done() {
        done++;
        told();
    }

    /** @param id of the new request */
    void done(String id) {
        if (ids.size() < IDS) {
            ids.add(id);
        }
        done();
    }

    void failed(String id, String why) {
        failed++;
        if (problems.size() < PROBLEMS) {
            problems.add(new Tally.Problem(id, why));
        }
        told();
    }

    private void told() {
        if (!progress.at(done, failed, -1)) {
            isCancelled = true;
        }
    }

    long count() {
        return done + failed;
    }

    Tally tally() {
        return new Tally(done, failed, isOver(), problems, ids);
    }

    @Override
    public void close() {
        all.remove(this);
    }
}
