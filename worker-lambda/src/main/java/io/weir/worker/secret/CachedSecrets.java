package io.weir.worker.secret;

import io.weir.envelope.source.SecretReference;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps secrets for some minutes. After a mismatch they are read once more, since they may have been rotated, but not
 * more often than every few seconds: a stranger's forgeries must not become load on the store. Thread-safe; one read a
 * secret at a time.
 */
public final class CachedSecrets implements Secrets {
    static final Duration KEPT = Duration.ofMinutes(5);
    static final Duration REFRESH_INTERVAL = Duration.ofSeconds(10);

    private record Entry(List<byte[]> secrets, Instant readAt) {}

    private final Secrets store;
    private final Clock clock;
    private final Map<SecretReference, Entry> entries = new ConcurrentHashMap<>();
    private final Map<SecretReference, ReentrantLock> locks = new ConcurrentHashMap<>();

    public CachedSecrets(Secrets store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<byte[]> get(SecretReference reference, boolean fresh) throws IOException {
        Entry entry = entries.get(reference);
        if (entry != null && isUsable(entry, fresh)) {
            return entry.secrets();
        }
        ReentrantLock lock = locks.computeIfAbsent(reference, ignored -> new ReentrantLock());
        lock.lock();
        try {
            entry = entries.get(reference);
            if (entry == null || !isUsable(entry, fresh)) {
                entry = new Entry(store.get(reference, fresh), clock.instant());
                entries.put(reference, entry);
            }
            return entry.secrets();
        } finally {
            lock.unlock();
        }
    }

    private boolean isUsable(Entry entry, boolean fresh) {
        return clock.instant().isBefore(entry.readAt().plus(fresh ? REFRESH_INTERVAL : KEPT));
    }
}
