package io.weir.worker.record;

import io.weir.envelope.SqsLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a failure is worth trying again.
 *
 * @param total since the first attempt, or null for as long as the source says
 * @param refused since the target began to refuse, or null if it did not refuse
 */
public record Patience(@Nullable Duration total, @Nullable Duration refused) {
    public Patience {
        refused = refused == null ? null : bounded(refused, SqsLimits.RETENTION);
    }

    /** As long as the source says. */
    public static final Patience OF_SOURCE = new Patience(null, null);

    /** For what says nothing about the record and ends by itself: only the queue's retention ends it. */
    public static final Patience WITHOUT_END = new Patience(SqsLimits.RETENTION, null);

    static Duration bounded(Duration time, Duration most) {
        Duration least = time.isNegative() ? Duration.ZERO : time;
        return least.compareTo(most) > 0 ? most : least;
    }
}
