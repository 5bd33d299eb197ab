package io.weir.worker.record;

import java.time.Duration;

/** The time budget of each thread: an interface cannot hide a field of its own. */
final class CurrentBudget {
    private static final TimeBudget ENDLESS = () -> Duration.ofDays(1);

    static final ThreadLocal<TimeBudget> CURRENT = ThreadLocal.withInitial(() -> ENDLESS);

    private CurrentBudget() {}
}
