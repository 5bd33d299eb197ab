package io.weir.worker.fetch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many documents are fetched a minute, for each source apart: who makes up URLs for one source takes nothing from
 * another. Who finds none left is told a minute of its own, for which its fetch is kept, so it waits once and is not in a
 * lottery with all who came since. Some fetches of each minute are never promised: who comes new behind a crowd need not
 * wait for all of it. Thread-safe.
 */
public final class FetchBudget {
    public static final int PER_MINUTE = 30;

    /** Of these so many may be promised beforehand. */
    static final int PROMISED = 20;

    /** Bounds memory: whoever comes beyond waits for the next minute, and tries again without a promise. */
    static final int MAX_PROMISES = 10_000;

    /** Minutes after which a promise is forgotten: its message went to another process, or was deleted. */
    private static final int FORGOTTEN = 60;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Account> accounts = new HashMap<>();

    FetchBudget(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes one fetch.
     *
     * @return zero if it may be made now, else how long to wait before asking again
     */
    synchronized Duration take(String source, String url) {
        Instant now = clock.instant();
        long minute = now.getEpochSecond() / MINUTE.toSeconds();
        long turn = accounts.computeIfAbsent(source, ignored -> new Account()).take(url, minute);
        return turn == minute ? Duration.ZERO : Duration.between(now, Instant.ofEpochSecond(turn * MINUTE.toSeconds()));
    }

    /** What one source has used up and promised, by minute. */
    private static final class Account {
        private final Map<String, Long> promises = new LinkedHashMap<>();
        private final Map<Long, Integer> promised = new HashMap<>();
        private long minute;
        private int unpromised;

        /** The minute in which the document may be fetched. */
        long take(String url, long now) {
            if (now != minute) {
                minute = now;
                unpromised = 0;
                promised.keySet().removeIf(past -> past < now);
                promises.values().removeIf(past -> past < now - FORGOTTEN);
            }
            Long turn = promises.get(url);
            if (turn != null) {
                if (turn > now) {
                    return turn;
                }
                promises.remove(url);
                return now;
            }
            if (unpromised + promised.getOrDefault(now, 0) < PER_MINUTE) {
                unpromised++;
                return now;
            }
            return promise(url, now + 1);
        }

        private long promise(String url, long from) {
            if (promises.size() >= MAX_PROMISES) {
                return from;
            }
            long turn = from;
            while (promised.getOrDefault(turn, 0) >= PROMISED) {
                turn++;
            }
            promised.merge(turn, 1, Integer::sum);
            promises.put(url, turn);
            return turn;
        }
    }
}
