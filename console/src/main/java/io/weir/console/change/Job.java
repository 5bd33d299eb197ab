package io.weir.console.change;

import io.weir.operations.Progress;
import io.weir.operations.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A change that runs while pages come and go. Thread-safe. */
public final class Job {
    private final String id;
    private final String label;
    private final String back;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile long done;
    private volatile long failed;
    private volatile long total = -1;
    private volatile boolean isStopped;
    private volatile @Nullable Tally tally;
    private volatile @Nullable String trouble;

    Job(String id, String label, String back) {
        this.id = id;
        this.label = label;
        this.back = back;
    }

    /** What a job does. */
    @FunctionalInterface
    public interface Work {
        /** Makes the change. */
        Tally run(Progress progress) throws IOException;
    }

    void run(Work work) {
        try {
            tally = work.run(this::at);
        } catch (IOException | RuntimeException e) {
            trouble = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        } finally {
            end.countDown();
        }
    }

    private boolean at(long nowDone, long nowFailed, long nowTotal) {
        done = nowDone;
        failed = nowFailed;
        total = nowTotal;
        return !isStopped;
    }

    /** Name of the job, as its page's address has it. */
    public String id() {
        return id;
    }

    /** What it does, for people. */
    public String label() {
        return label;
    }

    /** The page from which it was begun. */
    public String back() {
        return back;
    }

    /** How many requests are changed. */
    public long done() {
        Tally result = tally;
        return result == null ? done : result.done();
    }

    /** How many requests could not be changed. */
    public long failed() {
        Tally result = tally;
        return result == null ? failed : result.failed();
    }

    /** How many requests there are, or -1 while nobody knows. */
    public long total() {
        return total;
    }

    /** Whether it has come to an end. */
    public boolean isOver() {
        return end.getCount() == 0;
    }

    /** What it came to, or null if it has not ended well. */
    public @Nullable Tally tally() {
        return tally;
    }

    /** Why it failed as a whole, or null. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** Lets it end after the request that it is at. */
    public void stop() {
        isStopped = true;
    }

    /** Waits for its end, for a while. Returns whether it has ended. */
    public boolean await(Duration most) throws InterruptedException {
        return end.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }
}
