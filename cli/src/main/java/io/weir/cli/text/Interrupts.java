package io.weir.cli.text;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM, which let a command end what it is at and say how far it came. */
@FunctionalInterface
public interface Interrupts {
    /** Until it is closed, an interrupt runs the action, and the process waits for the closing. */
    Guard during(Runnable action);

    /** The time in which an interrupt is answered. */
    interface Guard extends AutoCloseable {
        @Override
        void close();
    }

    /** Those of this process. It ends at the latest this long after an interrupt. */
    static Interrupts ofProcess(Duration longest) {
        return action -> {
            CountDownLatch ended = new CountDownLatch(1);
            Thread hook = new Thread(
                    () -> {
                        action.run();
                        try {
                            ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "interrupted");
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                ended.countDown();
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    // it is under way
                }
            };
        };
    }
}
