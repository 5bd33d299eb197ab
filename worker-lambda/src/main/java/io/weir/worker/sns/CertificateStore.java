package io.weir.worker.sns;

import io.weir.action.RetryLaterException;
import io.weir.envelope.BucketKeys;
import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of SNS by URL: in memory, then in the bucket under {@code certificates/}, then from SNS. A verified one
 * is kept in both, so that neither a cold start nor an outage of either place nor a URL that is gone holds genuine
 * messages up. Thread-safe.
 *
 * <p>One fetch a URL at a time, whoever waits; misses are remembered shortly; so many fetches a minute and source at most
 * ({@link FetchBudget}): a stranger who makes up URLs costs little, and messages whose certificate is known go on.
 */
public final class CertificateStore {
    static final int MAX_ENTRIES = 256;
    static final int FETCHES_PER_MINUTE = FetchBudget.PER_MINUTE;
    static final Duration KEPT = Duration.ofHours(24);
    static final Duration REJECTION_KEPT = Duration.ofMinutes(5);
    static final Duration FAULT_KEPT = Duration.ofSeconds(5);

    /** A certificate, or why there is none: final, or for now. */
    private record Lookup(
            @Nullable SigningCertificate certificate,
            @Nullable String rejection,
            @Nullable String fault,
            Instant until) {
        boolean isMiss() {
            return certificate == null;
        }
    }

    private final CertificateFetcher fetcher;
    private final Bucket bucket;
    private final Clock clock;
    private final Map<String, Lookup> hits = lruMap();
    private final Map<String, Lookup> misses = lruMap();
    private final Map<String, CompletableFuture<Lookup>> inFlight = new ConcurrentHashMap<>();
    private final FetchBudget budget;

    public CertificateStore(CertificateFetcher fetcher, Bucket bucket, Clock clock) {
        this.fetcher = fetcher;
        this.bucket = bucket;
        this.clock = clock;
        this.budget = new FetchBudget(clock);
    }

    /**
     * The certificate behind a URL. Not yet checked against any time.
     *
     * @param source whose message names it: fetches are shared between sources
     * @throws CertificateRejectedException if what lies there is no certificate of SNS
     * @throws RetryLaterException if too many were fetched in this minute, with the time to wait
     * @throws IOException if it cannot be had now
     */
    SigningCertificate get(CertificateUrl url, String source) throws IOException, CertificateRejectedException {
        Lookup entry = cached(url);
        if (entry == null) {
            entry = load(url, source);
        }
        if (entry.certificate() != null) {
            return entry.certificate();
        }
        if (entry.rejection() != null) {
            throw new CertificateRejectedException(entry.rejection());
        }
        throw new IOException(entry.fault());
    }

    private @Nullable Lookup cached(CertificateUrl url) {
        Instant now = clock.instant();
        Lookup hit = cached(hits, url, now);
        return hit != null ? hit : cached(misses, url, now);
    }

    private static @Nullable Lookup cached(Map<String, Lookup> cache, CertificateUrl url, Instant now) {
        synchronized (cache) {
            Lookup entry = cache.get(url.text());
            return entry != null && now.isBefore(entry.until()) ? entry : null;
        }
    }

    /** Whoever comes first loads; the others wait for it. Misses have a cache of their own, so they evict no hit. */
    private Lookup load(CertificateUrl url, String source) throws IOException {
        String key = url.text();
        CompletableFuture<Lookup> mine = new CompletableFuture<>();
        CompletableFuture<Lookup> running = inFlight.putIfAbsent(key, mine);
        if (running != null) {
            return await(running);
        }
        try {
            Lookup entry = cached(url);
            if (entry == null) {
                entry = find(url, source);
                Map<String, Lookup> cache = entry.isMiss() ? misses : hits;
                synchronized (cache) {
                    cache.put(key, entry);
                }
            }
            mine.complete(entry);
            return entry;
        } catch (RetryLaterException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            mine.completeExceptionally(new IOException("the fetch of the certificate was broken off"));
            inFlight.remove(key);
        }
    }

    private static Lookup await(CompletableFuture<Lookup> running) throws IOException {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("no time left to wait for the certificate", e);
        } catch (ExecutionException e) {
            throw new IOException("another fetch of the certificate failed", e);
        }
    }

    /**
     * What the bucket or the host has. A certificate that was verified before is asked for beyond the budget once its time is
     * over, and goes on to count where it cannot be had again: no stranger can hold up what is known.
     */
    private Lookup find(CertificateUrl url, String source) throws RetryLaterException {
        SigningCertificate stored = stored(url);
        if (stored != null) {
            return new Lookup(stored, null, null, clock.instant().plus(KEPT));
        }
        Lookup known;
        synchronized (hits) {
            known = hits.get(url.text());
        }
        if (known == null) {
            Duration wait = budget.take(source, url.text());
            if (!wait.isZero()) {
                throw new RetryLaterException("so many certificates were fetched that this one has to wait", wait);
            }
        }
        Lookup fetched = fetch(url);
        return known != null && fetched.isMiss()
                ? new Lookup(known.certificate(), null, null, clock.instant().plus(REJECTION_KEPT))
                : fetched;
    }

    private Lookup fetch(CertificateUrl url) {
        try {
            byte[] pem = fetcher.fetch(url.uri());
            SigningCertificate certificate = SigningCertificate.parse(pem, url.subjects());
            store(url, pem);
            return new Lookup(certificate, null, null, clock.instant().plus(KEPT));
        } catch (CertificateRejectedException e) {
            return miss(String.valueOf(e.getMessage()), null, REJECTION_KEPT);
        } catch (IOException e) {
            return miss(null, "cannot fetch the certificate: " + e.getMessage(), FAULT_KEPT);
        }
    }

    private Lookup miss(@Nullable String rejection, @Nullable String fault, Duration kept) {
        return new Lookup(null, rejection, fault, clock.instant().plus(kept));
    }

    /** What the bucket holds is checked like what SNS answers. A bucket that is down is passed over. */
    private @Nullable SigningCertificate stored(CertificateUrl url) {
        try {
            byte[] pem = bucket.get(key(url));
            return pem == null || pem.length > CertificateFetcher.MAX_BYTES
                    ? null
                    : SigningCertificate.parse(pem, url.subjects());
        } catch (IOException | CertificateRejectedException e) {
            return null;
        }
    }

    private void store(CertificateUrl url, byte[] pem) {
        try {
            bucket.put(key(url), pem, "application/x-pem-file", Map.of());
        } catch (IOException e) {
            // The next cold start fetches it again; this message does not wait for the bucket.
        }
    }

    private static String key(CertificateUrl url) {
        return BucketKeys.CERTIFICATES + url.region() + "/" + url.fileName();
    }

    private static Map<String, Lookup> lruMap() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Lookup> eldest) {
                return size() > MAX_ENTRIES;
            }
        };
    }
}
