package io.weir.local.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** So many bytes for all requests together. Who comes first is served first. Thread-safe. */
final class ByteBudget {
    private final Semaphore bytes;

    ByteBudget(int bytes) {
        this.bytes = new Semaphore(bytes, true);
    }

    /** Waits for a share. False if there was none in time. */
    boolean take(int count, Duration patience) throws InterruptedException {
        return bytes.tryAcquire(count, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    void give(int count) {
        bytes.release(count);
    }

    int left() {
        return bytes.availablePermits();
    }
}
