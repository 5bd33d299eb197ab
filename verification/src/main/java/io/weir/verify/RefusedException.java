package io.weir.verify;

import java.io.IOException;

/**
 * A downstream has answered, and its answer is no: there is nothing of this name, access is denied, the request is
 * malformed. No fault of the downstream: its breaker does not count it, and nothing is asked again at once.
 */
public class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
