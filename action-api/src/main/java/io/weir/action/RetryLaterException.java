package io.weir.action;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says that a retry can help, but not before some time has passed: a downstream is busy, or said when it is back.
 *
 * <p>May also say for how long such a failure is worth repeating: {@link #refused(String, Duration)}.
 */
public final class RetryLaterException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Duration notBefore;
    private final @Nullable Duration atMost;

    /** @param notBefore the least time to wait before the next attempt */
    public RetryLaterException(String message, Duration notBefore) {
        this(message, notBefore, null);
    }

    private RetryLaterException(String message, Duration notBefore, @Nullable Duration atMost) {
        super(message);
        this.notBefore = notBefore;
        this.atMost = atMost;
    }

    /**
     * The downstream refuses in a way that a retry rarely changes, as a 404 or a 403 is: repeat for at most this long from
     * the first such answer on, then give up. Some such answers do pass, those of a deployment or of a wrong setting that
     * somebody puts right; the others should not be repeated as long as an outage is.
     *
     * @param message becomes the reason of the dead letter
     * @param atMost zero for no retry at all
     */
    public static RetryLaterException refused(String message, Duration atMost) {
        return refused(message, atMost, Duration.ZERO);
    }

    /**
     * The same when the downstream also said when to ask again.
     *
     * @param notBefore the least time to wait before the next attempt
     */
    public static RetryLaterException refused(String message, Duration atMost, Duration notBefore) {
        return new RetryLaterException(message, notBefore, atMost);
    }

    public Duration notBefore() {
        return notBefore;
    }

    /** How long to repeat from the first such answer on; null: as long as any other fault. */
    public @Nullable Duration atMost() {
        return atMost;
    }

    /** The time to wait that a fault or one of its causes asks for, zero if none does. */
    public static Duration notBefore(Throwable fault) {
        RetryLaterException later = in(fault);
        return later == null ? Duration.ZERO : later.notBefore;
    }

    /** How long a fault or one of its causes is worth repeating, null if none says so. */
    public static @Nullable Duration atMost(Throwable fault) {
        RetryLaterException later = in(fault);
        return later == null ? null : later.atMost;
    }

    private static @Nullable RetryLaterException in(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetryLaterException later) {
                return later;
            }
        }
        return null;
    }
}
