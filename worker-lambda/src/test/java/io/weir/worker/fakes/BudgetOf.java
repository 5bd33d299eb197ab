package io.weir.worker.fakes;

import io.weir.worker.record.CurrentBudgetAccess;
import java.time.Duration;

/** Runs something as a record does that has so much time left. */
public final class BudgetOf {
    private BudgetOf() {}

    public static void run(Duration left, Runnable task) throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            CurrentBudgetAccess.set(() -> left);
            task.run();
        });
        thread.setUncaughtExceptionHandler((ignored, e) -> thrown[0] = e);
        thread.start();
        thread.join();
        if (thrown[0] != null) {
            throw new AssertionError(thrown[0]);
        }
    }
}
