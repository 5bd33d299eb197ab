package io.weir.worker.record;

/** Lets tests of other packages run something as if inside a record. */
public final class CurrentBudgetAccess {
    private CurrentBudgetAccess() {}

    public static void set(TimeBudget budget) {
        CurrentBudget.set(budget);
    }
}
