package io.weir.worker.claim;

import io.weir.envelope.SqsLimits;
import io.weir.verify.Claimable;
import io.weir.worker.claim.ClaimTable.Entry;
import io.weir.worker.record.Notes;
import io.weir.worker.record.TimeBudget;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that an event has its effects once. It is claimed by what was proven of it before the first action, and marked
 * after each; a crash between an effect and its mark is the one place where an effect can repeat. Thread-safe.
 *
 * <p>Up to three keys, in this order. The text: the signed bytes, which must not be met as another request than before. The
 * event's own key: met again it is a duplicate, and a replay if its label differs. The unsigned id: met again with the same
 * body it is a duplicate, which a sender's retry with a new time is; with another body it is a conflict, and the event goes
 * on under its own key alone, so that no id can hide an event. What was found to be a duplicate registers no id.
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

    /** What a claim came to. */
    public sealed interface Answer {
        /** It is ours to process. */
        record Ours(Claim claim) implements Answer {}

        /**
         * It has been processed before.
         *
         * @param replay whether it was under another unsigned id or type
         */
        record Processed(boolean replay) implements Answer {}

        /** Another attempt holds it, for this long at most. */
        record Held(Duration longest) implements Answer {}

        /** The same signed bytes were met before, read in another way: one of the two requests was made of the other. */
        record Ambiguous() implements Answer {}
    }

    /**
     * Claims an event for as long as the record has time left.
     *
     * @throws IOException if the table cannot be asked now
     */
    public Answer claim(Claimable by, Notes notes) throws IOException {
        if (table == null) {
            return new Answer.Ours(new Unkept());
        }
        try {
            return claim(table, by, notes);
        } catch (IOException e) {
            if (!processWhenDown) {
                throw e;
            }
            notes.unclaimed();
            return new Answer.Ours(new Unkept());
        }
    }

    private Answer claim(ClaimTable claims, Claimable by, Notes notes) throws IOException {
        Instant now = clock.instant();
        if (by.text() != null && readOtherwise(claims, by.text(), now)) {
            return new Answer.Ambiguous();
        }
        Entry wanted = lease(by.key(), by.label(), now);
        Entry own = claims.take(wanted, now);
        if (!own.owner().equals(wanted.owner())) {
            if (!own.done()) {
                return held(own, now);
            }
            return processed(!own.witness().equals(by.label()), notes);
        }
        Kept alone = new Kept(claims, clock, own, null);
        return by.id() == null ? new Answer.Ours(alone) : claimId(claims, by.id(), own, alone, notes);
    }

    /** The mark is done from the beginning: it needs no lease, since whoever meets it again only compares. */
    private static boolean readOtherwise(ClaimTable claims, Claimable.Mark text, Instant now) throws IOException {
        Entry mark = new Entry(text.key(), text.value(), owner(), 0, true, now.plus(KEPT));
        return !claims.take(mark, now).witness().equals(text.value());
    }

    private Answer claimId(ClaimTable claims, Claimable.Mark id, Entry own, Kept alone, Notes notes)
            throws IOException {
        Instant now = clock.instant();
        Entry wanted = lease(id.key(), id.value(), now);
        Entry found;
        try {
            found = claims.take(wanted, now);
        } catch (IOException e) {
            alone.release();
            throw e;
        }
        if (found.owner().equals(wanted.owner())) {
            return new Answer.Ours(new Kept(claims, clock, own, found));
        }
        if (!found.witness().equals(id.value())) {
            notes.conflict();
            return new Answer.Ours(alone);
        }
        if (found.done()) {
            alone.done(); // or this very request, under another id, would be an event again
            return processed(false, notes);
        }
        alone.release();
        return held(found, now);
    }

    private static Answer processed(boolean replay, Notes notes) {
        if (replay) {
            notes.replay();
        } else {
            notes.duplicate();
        }
        return new Answer.Processed(replay);
    }

    private static Answer held(Entry entry, Instant now) {
        return new Answer.Held(Duration.between(now, entry.until()));
    }

    private static Entry lease(String key, String witness, Instant now) {
        Instant until = now.plus(TimeBudget.current().remaining()).plus(MARGIN);
        return new Entry(key, witness, owner(), 0, false, until);
    }

    private static String owner() {
        return UUID.randomUUID().toString();
    }
}
