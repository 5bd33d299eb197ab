package io.weir.worker.record;

import java.time.Duration;

/** How much time a record may still take. Thread-safe. */
@FunctionalInterface
public interface TimeBudget {
    /** Time left before the reserve is touched; zero or negative when there is none. */
    Duration remaining();

    /** That of the record which this thread is processing; without end outside of any. */
    static TimeBudget current() {
        return CurrentBudget.get();
    }
}
