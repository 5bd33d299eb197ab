package io.weir.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a request, or what an operator did with it.
 *
 * @param at when it ended
 * @param outcome Done, Rejected, Dead, Unproven, Retry, or Operator
 * @param note what happened where nothing failed, or null
 * @param reason why it failed, a fixed word, or null; of an operator retry, replay, remove or cancel
 * @param detail what was wrong, or null
 * @param exception class of what was thrown, or null
 * @param duration how long it took; zero of an operator's
 * @param nextAt when the next attempt is planned, or null
 * @param steps the actions that were performed in it, in order; what an earlier attempt had performed is not among them
 */
public record AttemptSummary(
        Instant at,
        String outcome,
        @Nullable String note,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable String exception,
        Duration duration,
        @Nullable Instant nextAt,
        List<Step> steps) {
    /** The outcome of what an operator did. */
    public static final String OPERATOR = "Operator";

    /**
     * An action as it was performed.
     *
     * @param action name of the action
     * @param isDone whether it came to its end without a fault
     * @param duration how long it took
     */
    public record Step(String action, boolean isDone, Duration duration) {}

    public AttemptSummary {
        steps = List.copyOf(steps);
    }
}
