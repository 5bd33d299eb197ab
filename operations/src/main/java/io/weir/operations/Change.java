package io.weir.operations;

import org.jspecify.annotations.Nullable;

/** What an operator does with requests. */
public sealed interface Change {
    /**
     * Tries dead, unproven and retrying requests now, and verifies rejected ones again. What was performed is not
     * performed again: it goes on at the action that failed.
     */
    record Retry() implements Change {}

    /**
     * Has the effects of done requests once more, under a new idempotency key; the new request names the old one.
     *
     * @param action the one action to perform, or null for all
     */
    record Replay(@Nullable String action) implements Change {}

    /** Deletes messages and kept bodies; the trace stays. */
    record Remove() implements Change {}

    /** The word for it: retry, replay or remove. */
    default String verb() {
        return switch (this) {
            case Retry retry -> "retry";
            case Replay replay -> "replay";
            case Remove remove -> "remove";
        };
    }
}
