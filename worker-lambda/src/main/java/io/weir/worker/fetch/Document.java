package io.weir.worker.fetch;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What may be fetched: where it lies, how it is read, and where a copy of it is kept. Made for each look-up. Thread-safe.
 *
 * @param <T> what it is once read; immutable, with equality by content
 */
public interface Document<T> {
    /** The URL, whole: what it is remembered by. */
    String url();

    default URI uri() {
        return URI.create(url());
    }

    int maxBytes();

    /**
     * Reads what came.
     *
     * @throws DocumentRejectedException if it is not what was expected there
     */
    T parse(byte[] bytes) throws DocumentRejectedException;

    /**
     * A copy that was kept, or null if there is none; read as strictly as what the host answers.
     *
     * @throws IOException if it cannot be had now; it is then passed over
     */
    default byte @Nullable [] copy() throws IOException {
        return null;
    }

    /**
     * Keeps a copy of what was read.
     *
     * @throws IOException if it cannot be kept; nobody waits for it
     */
    default void keep(byte[] bytes) throws IOException {}
}
