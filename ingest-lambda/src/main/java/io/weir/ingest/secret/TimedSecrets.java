package io.weir.ingest.secret;

import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Waits for a secret of Secrets Manager no longer than a sender can wait, and after a failure asks again only when some seconds have
 * passed: a store that is down must not hold up every request. Others are as near as the request itself. Thread-safe.
 */
public final class TimedSecrets implements Secrets {
    private final Secrets store;
    private final Duration limit;
    private final LongSupplier nanos;
    private final Map<SecretReference, Long> failedAt = new ConcurrentHashMap<>();

    /** @param limit what one reading may take */
    public TimedSecrets(Secrets store, Duration limit) {
        this(store, limit, System::nanoTime);
    }

    TimedSecrets(Secrets store, Duration limit, LongSupplier nanos) {
        this.store = store;
        this.limit = limit;
        this.nanos = nanos;
    }

    @Override
    public SecretSet get(SecretReference reference, boolean fresh) throws IOException {
        if (!(reference instanceof SecretReference.SecretsManagerSecret)) {
            return store.get(reference, fresh);
        }
        Long failed = failedAt.get(reference);
        if (failed != null && nanos.getAsLong() - failed < REFRESH_INTERVAL.toNanos()) {
            throw new IOException(reference.text() + " could not be read a moment ago");
        }
        try {
            SecretSet read = read(reference, fresh);
            failedAt.remove(reference);
            return read;
        } catch (RefusedException e) {
            throw e; // an answer, which is kept by whoever caches
        } catch (IOException e) {
            failedAt.put(reference, nanos.getAsLong());
            throw e;
        }
    }

    /** On a thread of its own: no time-out of a client bounds the look-up of a name, or an answer that comes byte by byte. */
    private SecretSet read(SecretReference reference, boolean fresh) throws IOException {
        FutureTask<SecretSet> task = new FutureTask<>(() -> store.get(reference, fresh));
        Thread.ofPlatform().daemon().name("secret").start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new IOException(reference.text() + " was not read within " + limit, e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a secret was read", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw new RefusedException(String.valueOf(refused.getMessage()), e);
            }
            throw new IOException(reference.text() + " cannot be read: " + e.getCause(), e);
        }
    }
}
