package io.weir.worker.action;

import io.weir.envelope.HttpStatus;
import io.weir.verify.RefusedException;
import java.io.Serial;
import java.time.Duration;

/** An answer that is neither 2xx nor a fault of its host: it says something about this request, or about its URL. */
public final class HttpAnswerException extends RefusedException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int CONFLICT = 409;
    private static final int MISDIRECTED = 421;
    private static final int TOO_EARLY = 425;

    private final int status;
    private final Duration retryAfter;

    public HttpAnswerException(String host, int status, Duration retryAfter) {
        super(host + " answered " + status);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /**
     * Whether a status is a fault of the host, which hits every request to it: 408, 429, 5xx, and 421, by which the address
     * says that it does not serve this host. The breaker of a host stands for all its URLs, so it must not count what may be
     * true of one URL or one event alone: 409 and 425 (this event cannot be taken yet) and a redirect.
     */
    public static boolean isFaultOfHost(int status) {
        return status == MISDIRECTED || (status != TOO_EARLY && HttpStatus.mayPassLater(status));
    }

    /**
     * Whether to repeat as long as after a fault: a conflict with what is under way, too early, and a redirect, which is
     * never followed and which is what proxies and maintenance pages answer for a while.
     */
    boolean mayPassLater() {
        return status == CONFLICT || status == TOO_EARLY || status / 100 == 3;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
