package io.weir.local.files;

import java.io.IOException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Content types and metadata of a bucket's objects, in one place instead of a file each. What was changed is durable no later
 * than the next durable change of the same store. Thread-safe.
 */
public interface ObjectMetadata {
    /**
     * Keeps the JSON text of an object. Does not wait: who was told that it is kept has waited for the result.
     *
     * @param replace whether it takes the place of one that is there
     */
    Future<?> put(String key, String json, boolean replace) throws IOException;

    /** The JSON text of an object, or null. */
    @Nullable
    String get(String key) throws IOException;

    void delete(String key) throws IOException;

    /** Gives it another key. Nothing happens if there is none. */
    void rename(String from, String to) throws IOException;
}
