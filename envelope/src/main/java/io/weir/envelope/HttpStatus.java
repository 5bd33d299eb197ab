package io.weir.envelope;

/** What an HTTP status says about trying again. */
public final class HttpStatus {
    private HttpStatus() {}

    /**
     * Whether the same request may succeed later: 408 (time-out), 425 (too early), 429 (too many) and every 5xx. Any other
     * answer stays the same however often it is asked for.
     */
    public static boolean mayPassLater(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }
}
