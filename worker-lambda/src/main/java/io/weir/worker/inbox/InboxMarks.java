package io.weir.worker.inbox;

import io.weir.envelope.Sha256;
import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known about objects of the inbox beside that they lie there: that the queue was told of one again, or that its
 * message lies in another queue, where an operator will see to it. Kept in the table of claims, else in memory.
 * Thread-safe.
 */
public final class InboxMarks {
    /** How long the queue is not told again of what it was told again. */
    static final Duration TOLD = Duration.ofHours(6);

    /** Longer than an object lies there, and longer than any queue keeps its message. */
    static final Duration SET_ASIDE = Duration.ofDays(45);

    /** No claim of an event has such a key: a source's name has no colon, a digest neither. */
    private static final String PREFIX = "inbox:";

    private final ClaimTable table;
    private final Clock clock;

    /** @param table the table of claims, or null if there is none */
    public InboxMarks(@Nullable ClaimTable table, Clock clock) {
        this.table = table == null ? new InMemory() : table;
        this.clock = clock;
    }

    /** What was known of an object when the queue was to be told of it. */
    enum Told {
        /** Nothing: it is told now. */
        NOW,
        /** It was told within these {@link InboxMarks#TOLD hours}, and the object lies there still. */
        BEFORE,
        /** The object's message lies in another queue. */
        NEED_NOT_BE
    }

    /** Marks that the queue is told of an object now, unless it was before or need not be. */
    Told tell(String key) throws IOException {
        ClaimTable.Entry mark = mark(key, clock.instant().plus(TOLD));
        ClaimTable.Entry there = table.take(mark, clock.instant());
        if (there.owner().equals(mark.owner())) {
            return Told.NOW;
        }
        return there.done() ? Told.NEED_NOT_BE : Told.BEFORE;
    }

    /** Marks that the object's message lies in another queue. */
    void setAside(String key) throws IOException {
        ClaimTable.Entry mark = mark(key, clock.instant().plus(SET_ASIDE));
        ClaimTable.Entry there = table.take(mark, clock.instant());
        table.replace(new ClaimTable.Entry(mark.key(), mark.witness(), there.owner(), 0, true, mark.until()));
    }

    /** Takes back that the queue was told. */
    void forget(String key) throws IOException {
        ClaimTable.Entry mark = mark(key, clock.instant());
        ClaimTable.Entry there = table.take(mark, clock.instant());
        if (!there.done()) {
            table.replace(new ClaimTable.Entry(mark.key(), mark.witness(), there.owner(), 0, false, mark.until()));
        }
    }

    private static ClaimTable.Entry mark(String key, Instant until) {
        String hash = Sha256.hex(key.getBytes(StandardCharsets.UTF_8));
        return new ClaimTable.Entry(PREFIX + hash, hash, UUID.randomUUID().toString(), 0, false, until);
    }

    /** For as long as the process lives, and for the latest alone. */
    private static final class InMemory implements ClaimTable {
        private static final int MAX_ENTRIES = 10_000;

        private final Map<String, ClaimTable.Entry> entries = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ClaimTable.Entry> eldest) {
                return size() > MAX_ENTRIES;
            }
        };

        @Override
        public synchronized Entry take(Entry lease, Instant now) {
            Entry there = entries.get(lease.key());
            if (there != null && !there.givesWay(now)) {
                return there;
            }
            entries.put(lease.key(), lease);
            return lease;
        }

        @Override
        public synchronized boolean replace(Entry entry) {
            return entries.replace(entry.key(), entry) != null;
        }
    }
}
