package io.weir.worker.record;

import java.time.Duration;

/** The time budget of the record that a thread is processing; each record has a virtual thread to itself. */
public final class CurrentBudget {
    private static final TimeBudget ENDLESS = () -> Duration.ofDays(1);
    private static final ThreadLocal<TimeBudget> CURRENT = ThreadLocal.withInitial(() -> ENDLESS);

    private CurrentBudget() {}

    static TimeBudget get() {
        return CURRENT.get();
    }

    /** For the rest of this thread's life. */
    public static void set(TimeBudget budget) {
        CURRENT.set(budget);
    }
}
