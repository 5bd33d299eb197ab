package io.weir.worker.record;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A downstream was not asked, since its circuit breaker is open: this attempt says nothing about it. */
public final class NotAskedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Duration notBefore;

    /** @param notBefore until the downstream will be asked again, and a little more, another time for each */
    public NotAskedException(String message, Duration notBefore) {
        super(message);
        this.notBefore = notBefore;
    }

    public Duration notBefore() {
        return notBefore;
    }

    /** The fault or that of its causes which is one of these, or null. */
    public static @Nullable NotAskedException in(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotAskedException notAsked) {
                return notAsked;
            }
        }
        return null;
    }
}
