package io.weir.worker.fetch;

import io.weir.action.RetryLaterException;
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
 * Documents by URL: in memory, then where a copy is kept, then from their host. What was read goes on to count where it cannot
 * be had again, so that an outage of the host holds nothing up that is known. Thread-safe.
 *
 * <p>One fetch a URL at a time, whoever waits; misses are remembered shortly; so many fetches a minute and source at most
 * ({@link FetchBudget}): a stranger who makes up URLs costs little, and requests whose document is known go on.
 */
public final class Documents<T> {
    private static final int MAX_ENTRIES = 256;

    /**
     * A document, or why there is none: final, or for now.
     *
     * @param askedAt when the host was last asked, whatever came of it
     */
    private record Lookup<T>(
            @Nullable Held<T> held,
            @Nullable String rejection,
            @Nullable String fault,
            Instant askedAt,
            Instant until) {}

    private final DocumentFetcher fetcher;
    private final Keeping keeping;
    private final Clock clock;
    private final Map<String, Lookup<T>> hits = lruMap();
    private final Map<String, Lookup<T>> misses = lruMap();
    private final Map<String, CompletableFuture<Lookup<T>>> inFlight = new ConcurrentHashMap<>();
    private final FetchBudget budget;

    public Documents(DocumentFetcher fetcher, Keeping keeping, Clock clock) {
        this.fetcher = fetcher;
        this.keeping = keeping;
        this.clock = clock;
        this.budget = new FetchBudget(clock);
    }

    /**
     * What lies behind a URL.
     *
     * @param source whose request names it: fetches are shared between sources
     * @throws DocumentRejectedException if what lies there is not what was expected
     * @throws RetryLaterException if too many were fetched in this minute, with the time to wait
     * @throws IOException if it cannot be had now
     */
    public Held<T> get(Document<T> document, String source) throws IOException, DocumentRejectedException {
        return get(document, source, false);
    }

    /**
     * The same, past what is in memory: it may have changed. As old as {@link Keeping#refreshed} at most, unless its host is
     * down: see {@link Held#fetchedAt}.
     */
    public Held<T> refresh(Document<T> document, String source) throws IOException, DocumentRejectedException {
        return get(document, source, true);
    }

    private Held<T> get(Document<T> document, String source, boolean fresh)
            throws IOException, DocumentRejectedException {
        Lookup<T> entry = cached(document, fresh);
        if (entry == null) {
            entry = load(document, source, fresh);
        }
        if (entry.held() != null) {
            return entry.held();
        }
        if (entry.rejection() != null) {
            throw new DocumentRejectedException(entry.rejection());
        }
        throw new IOException(entry.fault());
    }

    private @Nullable Lookup<T> cached(Document<T> document, boolean fresh) {
        Instant now = clock.instant();
        Lookup<T> hit = peek(hits, document);
        if (hit != null && now.isBefore(fresh ? hit.askedAt().plus(keeping.refreshed()) : hit.until())) {
            return hit;
        }
        Lookup<T> miss = peek(misses, document);
        return miss != null && now.isBefore(miss.until()) ? miss : null;
    }

    private @Nullable Lookup<T> peek(Map<String, Lookup<T>> cache, Document<T> document) {
        synchronized (cache) {
            return cache.get(document.url());
        }
    }

    /** Whoever comes first loads; the others wait for it. Misses have a cache of their own, so they evict no hit. */
    private Lookup<T> load(Document<T> document, String source, boolean fresh) throws IOException {
        CompletableFuture<Lookup<T>> mine = new CompletableFuture<>();
        CompletableFuture<Lookup<T>> running = inFlight.putIfAbsent(document.url(), mine);
        if (running != null) {
            return await(running);
        }
        try {
            Lookup<T> entry = cached(document, fresh);
            if (entry == null) {
                entry = find(document, source);
                Map<String, Lookup<T>> cache = entry.held() == null ? misses : hits;
                synchronized (cache) {
                    cache.put(document.url(), entry);
                }
            }
            mine.complete(entry);
            return entry;
        } catch (RetryLaterException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            mine.completeExceptionally(new IOException("the fetch of the " + keeping.noun() + " was broken off"));
            inFlight.remove(document.url());
        }
    }

    private Lookup<T> await(CompletableFuture<Lookup<T>> running) throws IOException {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("no time left to wait for the " + keeping.noun(), e);
        } catch (ExecutionException e) {
            throw new IOException("another fetch of the " + keeping.noun() + " failed", e);
        }
    }

    /**
     * What the copy or the host has. A document that was read before is asked for beyond the budget once its time is over, and
     * goes on to count where it cannot be had again: no stranger can hold up what is known.
     */
    private Lookup<T> find(Document<T> document, String source) throws RetryLaterException {
        Instant begun = clock.instant();
        Lookup<T> known = peek(hits, document);
        Held<T> before = known == null ? null : known.held();
        T copy = copy(document);
        if (copy != null) {
            return hit(copy, begun, before);
        }
        if (before == null) {
            Duration wait = budget.take(source, document.url());
            if (!wait.isZero()) {
                throw new RetryLaterException(
                        "so many " + keeping.noun() + "s were fetched that this one has to wait", wait);
            }
        }
        Lookup<T> fetched = fetch(document, begun, before);
        return before != null && fetched.held() == null
                ? new Lookup<>(before, null, null, begun, clock.instant().plus(keeping.rejectionKept()))
                : fetched;
    }

    private Lookup<T> fetch(Document<T> document, Instant begun, @Nullable Held<T> before) {
        try {
            byte[] bytes = fetcher.fetch(document.uri(), document.maxBytes());
            T parsed = document.parse(bytes);
            keep(document, bytes);
            return hit(parsed, begun, before);
        } catch (DocumentRejectedException e) {
            return new Lookup<>(
                    null,
                    String.valueOf(e.getMessage()),
                    null,
                    begun,
                    clock.instant().plus(keeping.rejectionKept()));
        } catch (IOException e) {
            String fault = "cannot fetch the " + keeping.noun() + ": " + e.getMessage();
            return new Lookup<>(null, null, fault, begun, clock.instant().plus(keeping.faultKept()));
        }
    }

    /** What was seen to change has changed by now, whenever that was. */
    private Lookup<T> hit(T document, Instant begun, @Nullable Held<T> before) {
        Instant now = clock.instant();
        Instant unchangedSince =
                before == null ? Instant.MIN : before.document().equals(document) ? before.unchangedSince() : now;
        return new Lookup<>(new Held<>(document, begun, unchangedSince), null, null, begun, now.plus(keeping.kept()));
    }

    /** The copy is read like what the host answers. A place that is down is passed over. */
    private @Nullable T copy(Document<T> document) {
        try {
            byte[] bytes = document.copy();
            return bytes == null || bytes.length > document.maxBytes() ? null : document.parse(bytes);
        } catch (IOException | DocumentRejectedException e) {
            return null;
        }
    }

    private void keep(Document<T> document, byte[] bytes) {
        try {
            document.keep(bytes);
        } catch (IOException e) {
            // The next cold start fetches it again; this request does not wait for the place.
        }
    }

    private static <T> Map<String, Lookup<T>> lruMap() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Lookup<T>> eldest) {
                return size() > MAX_ENTRIES;
            }
        };
    }
}
