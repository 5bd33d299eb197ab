package io.weir.worker.batch;

import java.time.Duration;

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

    /** Genuine or undecidable, and no retry can mend it. Goes to the dead-letter queue with its reason. */
    record Dead(String reason, String detail) implements Outcome {}

    /**
     * May pass later. The message stays on the queue.
     *
     * @param notBefore the least time to wait, as the failed peer asked for; zero if it did not
     */
    record Retry(String reason, String detail, Duration notBefore) implements Outcome {
        public Retry(String reason, String detail) {
            this(reason, detail, Duration.ZERO);
        }
    }
}
