package io.weir.worker.record;

import io.weir.action.RetryLaterException;
import io.weir.envelope.SqsLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a record. Each record ends in exactly one. */
public sealed interface Outcome {
    /**
     * Processed, or nothing to do. The message is deleted.
     *
     * @param note what happened, for the log
     */
    record Done(String note) implements Outcome {}

    /**
     * Not proven genuine. Counted by reason and deleted: never an effect, never the dead-letter queue, which a stranger
     * must not be able to fill.
     */
    record Rejected(String reason, String detail) implements Outcome {}

    /**
     * Genuine or undecidable, and no retry can help. Goes to the dead-letter queue with its reason.
     *
     * @param exception class of what was thrown, or null
     */
    record Dead(String reason, String detail, @Nullable String exception) implements Outcome {
        public Dead(String reason, String detail) {
            this(reason, detail, null);
        }

        public Fault fault() {
            return new Fault(reason, detail, exception);
        }
    }

    /**
     * Nobody could tell whether it is genuine, and there is no time left to. Goes to a queue of its own, from which it can
     * be redriven: strangers can cause it at will, so it must neither fill the dead-letter queue nor be lost.
     *
     * @param exception class of what was thrown, or null
     */
    record Unproven(String reason, String detail, @Nullable String exception) implements Outcome {
        public Unproven(String reason, String detail) {
            this(reason, detail, null);
        }

        public Fault fault() {
            return new Fault(reason, detail, exception);
        }
    }

    /**
     * May pass later. The message stays on the queue.
     *
     * @param notBefore the least time to wait, as the failed peer asked for; zero if it did not
     * @param exception class of what was thrown, or null
     * @param patience how long it is worth trying again
     * @param asked whether this attempt has asked what failed; false while a breaker keeps it from that
     */
    record Retry(
            String reason,
            String detail,
            Duration notBefore,
            @Nullable String exception,
            Patience patience,
            boolean asked)
            implements Outcome {
        /** An action may ask for any time; with some nobody can reckon, and such a record would never be given up. */
        public Retry {
            notBefore = Patience.bounded(notBefore, SqsLimits.VISIBILITY);
        }

        public Retry(String reason, String detail) {
            this(reason, detail, Duration.ZERO, null, Patience.OF_SOURCE);
        }

        public Retry(String reason, String detail, Duration notBefore, @Nullable String exception, Patience patience) {
            this(reason, detail, notBefore, exception, patience, true);
        }

        /** Another attempt holds the event, for as long as notBefore says at most. */
        public static Retry held(Duration longest) {
            return new Retry("claim", "another attempt holds the event", longest, null, Patience.WITHOUT_END, false);
        }

        /** Whether it waits for another attempt alone. */
        public boolean isHeld() {
            return !asked && patience.equals(Patience.WITHOUT_END);
        }

        public Fault fault() {
            return new Fault(reason, detail, exception);
        }

        /** After a fault; waits as long as it, or one of its causes, asks for. */
        public static Retry after(String reason, Throwable fault) {
            return after(reason, fault, null);
        }

        /** The same, of an action that says how long it is worth trying again; null for as long as the source says. */
        public static Retry after(String reason, Throwable fault, @Nullable Duration total) {
            String message = fault.getMessage();
            NotAskedException notAsked = NotAskedException.in(fault);
            return new Retry(
                    reason,
                    message == null ? fault.getClass().getSimpleName() : message,
                    notAsked == null ? RetryLaterException.notBefore(fault) : notAsked.notBefore(),
                    fault.getClass().getName(),
                    new Patience(total, RetryLaterException.atMost(fault)),
                    notAsked == null);
        }
    }

    /**
     * May pass later, and waits meanwhile as another message, in a slow lane. This message is deleted.
     *
     * @param cause what stood in its way
     */
    record Moved(Retry cause) implements Outcome {}
}
