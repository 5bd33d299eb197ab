package io.weir.worker.filter;

/** Nobody can tell whether an event fits a pattern: it must neither be acted on nor be forgotten. Says why. */
public final class UnfilterableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfilterableException(String message) {
        super(message);
    }

    UnfilterableException(String message, Throwable cause) {
        super(message, cause);
    }
}
