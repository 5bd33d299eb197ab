package io.weir.worker.record;

import io.weir.action.RetryLaterException;
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
     */
    record Retry(
            String reason,
            String detail,
            Duration notBefore,
            @Nullable String exception) implements Outcome {
        public Retry(String reason, String detail) {
            this(reason, detail, Duration.ZERO);
        }

        public Retry(String reason, String detail, Duration notBefore) {
            this(reason, detail, notBefore, null);
        }

        public Fault fault() {
            return new Fault(reason, detail, exception);
        }

        /** After a fault; waits as long as it, or one of its causes, asks for. */
        public static Retry after(String reason, Throwable fault) {
            String message = fault.getMessage();
            return new Retry(
                    reason,
                    message == null ? fault.getClass().getSimpleName() : message,
                    RetryLaterException.notBefore(fault),
                    fault.getClass().getName());
        }
    }
}
