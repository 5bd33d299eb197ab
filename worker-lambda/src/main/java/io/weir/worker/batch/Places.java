package io.weir.worker.batch;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The places in which records are processed, over all batches that run at once. Their number bounds memory: records of
 * 1 MiB, each decoded, and the clients' buffers. A source has a share of them only, so that a slow one leaves room for the
 * others. Thread-safe.
 */
final class Places {
    private final int ofASource;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Map<String, Integer> bySource = new HashMap<>();
    private final int total;
    private int free;
    private int abandoned;
    private int aloneWanted;

    /**
     * @param total of all sources together
     * @param ofASource of one source
     */
    Places(int total, int ofASource) {
        this.total = total;
        this.free = total;
        this.ofASource = ofASource;
    }

    /** Waits for a place: enough to open a record, whatever its source. */
    Place enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (free == 0 || aloneWanted > 0) {
                changed.await();
            }
            free--;
            return new Place(1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no other place is held, and takes them all; meanwhile nobody else gets one. What an abandoned attempt
     * holds is not waited for: it may hold it for ever.
     */
    Place enterAlone() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            aloneWanted++;
            try {
                while (free < total - abandoned) {
                    changed.await();
                }
                int all = free;
                free = 0;
                return new Place(all);
            } finally {
                aloneWanted--;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A place that is held, or all of them. For one thread, but for {@link #abandon}. */
    final class Place implements AutoCloseable {
        private int taken;
        private boolean held = true;
        private boolean isAbandoned;
        private String source = "";

        private Place(int taken) {
            this.taken = taken;
        }

        /**
         * Waits until the source has room for one more. Meanwhile the place is given back: those who wait for a slow source
         * take no place of the others.
         */
        void narrow(String name) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (isFull(name)) {
                    giveBack();
                    while (isFull(name) || free == 0 || aloneWanted > 0) {
                        changed.await();
                    }
                    free--;
                    held = true;
                }
                bySource.merge(name, 1, Integer::sum);
                source = name;
            } finally {
                lock.unlock();
            }
        }

        /** Its batch is over while its attempt goes on: it keeps one place, and nobody waits for that to be alone. */
        void abandon() {
            lock.lock();
            try {
                if (held && !isAbandoned) {
                    free += Math.max(0, taken - 1);
                    taken = Math.min(taken, 1);
                    isAbandoned = true;
                    abandoned += taken;
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        private boolean isFull(String name) {
            return bySource.getOrDefault(name, 0) >= ofASource;
        }

        private void giveBack() {
            held = false;
            free += taken;
            if (isAbandoned) {
                abandoned -= taken;
            }
            changed.signalAll();
        }

        /** Leaves the place, also after {@link #narrow} was interrupted. */
        @Override
        public void close() {
            lock.lock();
            try {
                bySource.computeIfPresent(source, (name, count) -> count == 1 ? null : count - 1);
                if (held) {
                    giveBack();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
