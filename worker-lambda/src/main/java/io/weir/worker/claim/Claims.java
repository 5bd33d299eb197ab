package io.weir.worker.claim;

import io.weir.action.Event;
import io.weir.action.RetryLaterException;
import io.weir.envelope.Sha256;
import io.weir.envelope.SqsLimits;
import io.weir.worker.record.Notes;
import io.weir.worker.record.TimeBudget;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that an event has its effects once. An event is claimed by its source and the sender's id before the first
 * action and marked after each; a crash between an effect and its mark is the one place where an effect can repeat.
 * Thread-safe.
 *
 * <p>Two events of one id with different bodies are a conflict: the second is counted and processed apart, under another
 * key.
 */
public final class Claims {
    /** As long as a message can come again: the queue's longest retention. */
    static final Duration KEPT = SqsLimits.RETENTION;

    /** Beyond the time that the function has left, for clocks that differ. */
    static final Duration MARGIN = Duration.ofSeconds(15);

    private final @Nullable ClaimTable table;
    private final boolean processWhenDown;
    private final Clock clock;

    /**
     * @param table null: every event is processed each time it comes
     * @param processWhenDown what happens while the table is down: true to process and risk a repeated effect, false to
     *     retry later
     */
    public Claims(@Nullable ClaimTable table, boolean processWhenDown, Clock clock) {
        this.table = table;
        this.processWhenDown = processWhenDown;
        this.clock = clock;
    }

    /** An event that is ours to process; null stands for one that has been processed. */
    public interface Claim {
        /** The event, with the key under which it is processed. */
        Event event();

        /** How many actions an earlier attempt has performed. */
        int steps();

        /** Marks that so many actions have been performed. Best effort. */
        void performed(int actions);

        /** Marks that all have: the event is a duplicate from now on. Best effort. */
        void done();

        /** Lets the next attempt begin at once where this one stopped. Best effort: else the lease runs out. */
        void release();
    }

    /**
     * Claims an event for as long as the record has time left.
     *
     * @return null if it has been processed before
     * @throws RetryLaterException if another attempt holds it
     * @throws IOException if the table cannot be asked now
     */
    public @Nullable Claim claim(Event event, Notes notes) throws IOException {
        if (table == null) {
            return new Unkept(event);
        }
        Instant now = clock.instant();
        Kept mine;
        ClaimTable.Entry entry;
        try {
            mine = lease(
                    table, event, now.plus(TimeBudget.current().remaining()).plus(MARGIN));
            entry = table.take(mine.lease, now);
            if (!entry.bodyHash().equals(mine.lease.bodyHash())) {
                notes.conflict();
                String key = event.idempotencyKey() + "~" + mine.lease.bodyHash();
                mine = lease(table, event.withIdempotencyKey(key), mine.lease.until());
                entry = table.take(mine.lease, now);
            }
        } catch (IOException e) {
            if (!processWhenDown) {
                throw e;
            }
            notes.unclaimed();
            return new Unkept(event);
        }
        if (entry.owner().equals(mine.lease.owner())) {
            mine.steps = entry.steps();
            return mine;
        }
        if (entry.done()) {
            notes.duplicate();
            return null;
        }
        throw new RetryLaterException("another attempt holds the event", Duration.between(now, entry.until()));
    }

    private Kept lease(ClaimTable claims, Event event, Instant until) {
        String owner = UUID.randomUUID().toString();
        return new Kept(
                claims,
                event,
                new ClaimTable.Entry(event.idempotencyKey(), Sha256.hex(event.body()), owner, 0, false, until));
    }

    /** A claim that nobody keeps. */
    private record Unkept(Event event) implements Claim {
        @Override
        public int steps() {
            return 0;
        }

        @Override
        public void performed(int actions) {
            // Nothing is kept.
        }

        @Override
        public void done() {
            // Nothing is kept.
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }

    private final class Kept implements Claim {
        private final ClaimTable claims;
        private final Event event;
        private final ClaimTable.Entry lease;
        private int steps;

        Kept(ClaimTable claims, Event event, ClaimTable.Entry lease) {
            this.claims = claims;
            this.event = event;
            this.lease = lease;
        }

        @Override
        public Event event() {
            return event;
        }

        @Override
        public int steps() {
            return steps;
        }

        @Override
        public void performed(int actions) {
            steps = actions;
            write(steps, false, lease.until());
        }

        @Override
        public void done() {
            write(0, true, clock.instant().plus(KEPT));
        }

        @Override
        public void release() {
            write(steps, false, clock.instant());
        }

        /** Where it fails the effect stands all the same, and may repeat: the attempt must not fail for it. */
        private void write(int performed, boolean done, Instant until) {
            try {
                claims.replace(
                        new ClaimTable.Entry(lease.key(), lease.bodyHash(), lease.owner(), performed, done, until));
            } catch (IOException e) {
                // The guard around the table counts it.
            }
        }
    }
}
