package io.weir.worker.retry;

import io.weir.envelope.SqsLimits;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.claim.ClaimTable.Entry;
import io.weir.worker.record.QueueRecord;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Recognises records that end the process: from its second receive on a record is marked in the table of claims while an
 * attempt runs, so a mark that is found tells of an attempt that came to no outcome. Best effort: while the table is down
 * nothing is marked. Thread-safe.
 */
public final class Unfinished {
    /** After so many marked attempts without an outcome a record is poison. */
    public static final int MAX = 3;

    /** No claim of an event has such a key: a source's name has no colon, a digest neither. */
    private static final String PREFIX = "attempt:";

    private static final String UNPROVEN = "unproven";
    private static final String PROVEN = "proven";

    /** A table that is down for longer than these many records last is no case to be exact about. */
    private static final int MAX_UNCLEARED = 10_000;

    private final @Nullable ClaimTable table;
    private final Clock clock;

    /** Owners by key of marks that could not be taken back: this process lives, so their attempts did not end it. */
    private final Map<String, String> uncleared = new ConcurrentHashMap<>();

    /** @param table the table of claims; null: nothing is marked */
    public Unfinished(@Nullable ClaimTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Looks for the mark of an earlier attempt, and sets one if there is none. */
    public Mark begin(QueueRecord record) {
        if (table == null || record.receiveCount() < 2) {
            return new Mark(null, null, 0);
        }
        Entry wanted = new Entry(
                PREFIX + record.messageId(),
                UNPROVEN,
                UUID.randomUUID().toString(),
                0,
                true, // so that no restart takes it for a lease and ends it, and a table can forget it once it is over
                clock.instant().plus(SqsLimits.RETENTION));
        try {
            Entry found = table.take(wanted, clock.instant());
            boolean isOurs = found.owner().equals(wanted.owner());
            boolean hadAnOutcome = found.owner().equals(uncleared.remove(found.key()));
            return new Mark(table, found, isOurs || hadAnOutcome ? 0 : found.steps() + 1);
        } catch (IOException | RuntimeException e) {
            return new Mark(null, null, 0);
        }
    }

    /** A mark that was found or set. Thread-safe: an attempt that goes on after its batch may still use it. */
    public final class Mark {
        private final @Nullable ClaimTable marks;
        private final AtomicReference<@Nullable Entry> entry;
        private final int found;

        private Mark(@Nullable ClaimTable marks, @Nullable Entry entry, int found) {
            this.marks = marks;
            this.entry = new AtomicReference<>(entry);
            this.found = found;
        }

        /** How many marked attempts have come to no outcome. */
        public int found() {
            return found;
        }

        /** Whether one of them had proven the record genuine. */
        public boolean wasProven() {
            Entry now = entry.get();
            return now != null && now.witness().equals(PROVEN);
        }

        /** Marks a further attempt of a record whose mark was found. */
        public void again() {
            Entry now = entry.get();
            if (now != null) {
                change(now, now.witness(), found);
            }
        }

        /** Notes that the attempt has proven the record genuine. */
        public void proven() {
            Entry now = entry.get();
            if (now != null && found > 0) {
                change(now, PROVEN, now.steps());
            }
        }

        /** The attempt came to an outcome: what was before counts no more. */
        public void clear() {
            Entry now = entry.getAndSet(null);
            if (now != null
                    && !write(new Entry(now.key(), UNPROVEN, now.owner(), 0, true, clock.instant()))
                    && uncleared.size() < MAX_UNCLEARED) {
                uncleared.put(now.key(), now.owner());
            }
        }

        /** The attempt ended before it could try the record: what was found still counts, and this attempt does not. */
        public void keep() {
            if (found == 0) {
                clear();
                return;
            }
            Entry now = entry.getAndSet(null);
            if (now != null) {
                write(new Entry(now.key(), now.witness(), now.owner(), found - 1, true, now.until()));
            }
        }

        private void change(Entry now, String witness, int steps) {
            Entry next = new Entry(now.key(), witness, now.owner(), steps, true, now.until());
            if (write(next)) {
                entry.compareAndSet(now, next);
            }
        }

        private boolean write(Entry next) {
            try {
                return marks != null && marks.replace(next);
            } catch (IOException | RuntimeException e) {
                return false; // best effort; the guard around the table counts it
            }
        }
    }
}
