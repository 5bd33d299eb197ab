package io.weir.worker.record;

import java.time.Duration;

/** How much time a record may still take. Thread-safe. */
@FunctionalInterface
public interface TimeBudget {
    /** Time left before the reserve is touched; zero or negative when there is none. */
    Duration remaining();

    /** That of the record which this thread is processing; without end outside of any. */
    static TimeBudget current() {
        return CurrentBudget.CURRENT.get();
    }

    /** Runs something on this thread that has so much time; then the earlier budget counts again. */
    static <X extends Exception> void within(TimeBudget budget, Task<X> task) throws X {
        TimeBudget earlier = current();
        CurrentBudget.CURRENT.set(budget);
        try {
            task.run();
        } finally {
            CurrentBudget.CURRENT.set(earlier);
        }
    }

    /** What runs within a budget. */
    @FunctionalInterface
    interface Task<X extends Exception> {
        void run() throws X;
    }
}
