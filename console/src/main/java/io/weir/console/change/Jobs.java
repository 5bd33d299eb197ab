package io.weir.console.change;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The changes that were begun on pages: few at a time, and the last of them to look at. Thread-safe. */
public final class Jobs implements AutoCloseable {
    private static final int MAX_RUNNING = 4;
    private static final int KEPT = 50;

    private final Deque<Job> jobs = new ArrayDeque<>();

    /**
     * Begins a change on a thread of its own.
     *
     * @param label what it does, for people
     * @param back the page from which it was begun
     * @return null if too many run
     */
    public synchronized @Nullable Job begin(String label, String back, Job.Work work) {
        if (running().size() >= MAX_RUNNING) {
            return null;
        }
        Job job = new Job(UUID.randomUUID().toString(), label, back);
        jobs.addFirst(job);
        while (jobs.size() > KEPT) {
            jobs.removeLast(); // at least 46 of 50 are over, and those that run are the newest or will soon be over
        }
        Thread.ofVirtual().name("weir-console-change").start(() -> job.run(work));
        return job;
    }

    /** The job of this name, or null. */
    public synchronized @Nullable Job find(String id) {
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst().orElse(null);
    }

    /** Those that have not ended, the newest first. */
    public synchronized List<Job> running() {
        return jobs.stream().filter(job -> !job.isOver()).toList();
    }

    /** Lets all of them end after the request that they are at. */
    @Override
    public synchronized void close() {
        jobs.forEach(Job::stop);
    }
}
