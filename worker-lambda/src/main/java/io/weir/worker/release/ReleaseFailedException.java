package io.weir.worker.release;

/** A version cannot be called. The message names function and version and says what Lambda says of it. */
public final class ReleaseFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReleaseFailedException(String message) {
        super(message);
    }
}
