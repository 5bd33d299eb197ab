package io.weir.local.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The store on disk cannot be opened, read or written. What was asked has not been done. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    StoreException(String message) {
        super(message);
    }

    /** The same as one of the worker's peers says it. */
    IOException silence() {
        return new IOException("the store did not answer: " + getMessage(), this);
    }
}
