package io.weir.console.show;

/** A filter in an address cannot be understood; the message says which and why, for people. */
public final class BadFilterException extends Exception {
    private static final long serialVersionUID = 1L;

    BadFilterException(String message) {
        super(message);
    }
}
