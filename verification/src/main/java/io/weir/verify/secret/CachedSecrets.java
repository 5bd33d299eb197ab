package io.weir.verify.secret;

import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets for some minutes, and for some seconds that there is none. After a mismatch they are read once more, since
 * they may have been rotated, but those of Secrets Manager not more often than every few seconds: a stranger's forgeries
 * must not become load on it. Thread-safe; one read a secret at a time, and whoever waits for it can be interrupted.
 */
public final class CachedSecrets implements Secrets {
    static final Duration KEPT = Duration.ofMinutes(5);

    private record Refusal(String message, Instant until) {}

    private final Secrets store;
    private final Clock clock;
    private final Map<SecretReference, SecretSet> entries = new ConcurrentHashMap<>();
    private final Map<SecretReference, Refusal> refusals = new ConcurrentHashMap<>();
    private final Map<SecretReference, ReentrantLock> locks = new ConcurrentHashMap<>();

    public CachedSecrets(Secrets store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public SecretSet get(SecretReference reference, boolean fresh) throws IOException {
        SecretSet known = known(reference, fresh);
        if (known != null) {
            return known;
        }
        ReentrantLock lock = locks.computeIfAbsent(reference, ignored -> new ReentrantLock());
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("no time left to wait for the secret", e);
        }
        try {
            known = known(reference, fresh);
            return known != null ? known : read(reference, fresh);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable SecretSet known(SecretReference reference, boolean fresh) throws RefusedException {
        Instant now = clock.instant();
        SecretSet entry = entries.get(reference);
        if (entry != null && now.isBefore(entry.readAt().plus(fresh ? interval(reference) : KEPT))) {
            return entry;
        }
        Refusal refusal = refusals.get(reference);
        if (refusal != null && now.isBefore(refusal.until())) {
            throw new RefusedException(refusal.message());
        }
        return null;
    }

    /** Files and the environment cost no more than the request that asks for them. */
    private static Duration interval(SecretReference reference) {
        return reference instanceof SecretReference.SecretsManagerSecret ? REFRESH_INTERVAL : Duration.ZERO;
    }

    private SecretSet read(SecretReference reference, boolean fresh) throws IOException {
        Instant begun = clock.instant();
        try {
            SecretSet read = store.get(reference, fresh);
            SecretSet entry = new SecretSet(read.secrets(), begun, unchangedSince(entries.get(reference), read));
            entries.put(reference, entry);
            refusals.remove(reference);
            return entry;
        } catch (RefusedException e) {
            refusals.put(reference, new Refusal(String.valueOf(e.getMessage()), begun.plus(REFRESH_INTERVAL)));
            throw e;
        }
    }

    /** What was seen to change has changed by now, whatever the store knows of it. */
    private Instant unchangedSince(@Nullable SecretSet before, SecretSet read) {
        if (before == null) {
            return read.unchangedSince();
        }
        if (before.hasSameSecrets(read)) {
            return before.unchangedSince();
        }
        Instant now = clock.instant();
        return now.isAfter(read.unchangedSince()) ? now : read.unchangedSince();
    }
}
