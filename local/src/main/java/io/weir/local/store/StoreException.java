package io.weir.local.store;

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
}
