package io.weir.ingest.event;

import java.io.IOException;

/** The function was invoked with something that is no HTTP event: a fault of the wiring, not of a sender. */
public final class UnexpectedEventException extends IOException {
    private static final long serialVersionUID = 1L;

    UnexpectedEventException(String message) {
        super(message);
    }
}
