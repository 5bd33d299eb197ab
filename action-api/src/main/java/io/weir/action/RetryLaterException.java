package io.weir.action;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** Says that a retry can help, but not before some time has passed: a downstream is busy, or said when it is back. */
public final class RetryLaterException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Duration notBefore;

    /** @param notBefore the least time to wait before the next attempt */
    public RetryLaterException(String message, Duration notBefore) {
        super(message);
        this.notBefore = notBefore;
    }

    public Duration notBefore() {
        return notBefore;
    }

    /** The time to wait that a fault or one of its causes asks for, zero if none does. */
    public static Duration notBefore(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetryLaterException later) {
                return later.notBefore;
            }
        }
        return Duration.ZERO;
    }
}
