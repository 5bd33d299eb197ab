package io.weir.operations;

import java.io.IOException;

/** What was asked for cannot be done here; the message says why, for people. Another attempt changes nothing. */
public final class OperationsException extends IOException {
    private static final long serialVersionUID = 1L;

    public OperationsException(String message) {
        super(message);
    }
}
