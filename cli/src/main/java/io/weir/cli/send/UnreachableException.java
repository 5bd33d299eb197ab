package io.weir.cli.send;

import java.io.IOException;

/** Nobody answered: the message is a sentence that says who and why. */
public final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnreachableException(String message) {
        super(message);
    }

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
