package io.weir.local.lambda;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Lets others go before a batch, but not for ever: the queue is worked on in any case, if slowly. {@code scripts/bench
 * Acknowledge} shows what it brings. Thread-safe.
 *
 * @param others how many wait that go first
 */
record Courtesy(IntSupplier others) {
    private static final int MILLIS = 50;
    private static final int MILLIS_FOR_EACH_MORE = 15;
    private static final int MOST_MILLIS = 300;
    private static final long STEP_MILLIS = 2;

    /** Waits until there are no others, or they have had their time, or until the latch is open. */
    void letThemFirst(CountDownLatch closing) throws InterruptedException {
        long start = System.nanoTime();
        int most = 0;
        for (int now = others.getAsInt(); now > 0; now = others.getAsInt()) {
            most = Math.max(most, now);
            if (System.nanoTime() - start >= time(most).toNanos()
                    || closing.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /** For so many others a batch waits at most: the longer the more they are, since each batch makes all of them wait. */
    static Duration time(int others) {
        return Duration.ofMillis(Math.min(MILLIS + (others - 1L) * MILLIS_FOR_EACH_MORE, MOST_MILLIS));
    }
}
