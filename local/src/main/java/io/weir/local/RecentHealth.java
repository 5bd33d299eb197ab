package io.weir.local;

import io.weir.local.http.Health;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** However many ask, the store is asked a few times a second at most, by one of them at a time. Thread-safe. */
final class RecentHealth implements Supplier<Health> {
    private static final long FRESH_NANOS = Duration.ofMillis(250).toNanos();

    private record Answer(Health health, long nanos) {}

    private final Supplier<Health> store;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Answer last;

    RecentHealth(Supplier<Health> store) {
        this.store = store;
    }

    @Override
    public Health get() {
        Answer answer = last;
        if (answer != null && System.nanoTime() - answer.nanos() < FRESH_NANOS) {
            return answer.health();
        }
        asking.lock();
        try {
            answer = last;
            if (answer == null || System.nanoTime() - answer.nanos() >= FRESH_NANOS) {
                Health health = store.get();
                answer = new Answer(health, System.nanoTime());
                last = answer;
            }
            return answer.health();
        } finally {
            asking.unlock();
        }
    }
}
