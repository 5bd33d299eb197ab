package io.weir.worker.batch;

import java.time.Duration;

/** How much time a record may still take. Thread-safe. */
@FunctionalInterface
public interface TimeBudget {
    /** Time left before the reserve is touched; zero or negative when there is none. */
    Duration remaining();
}
