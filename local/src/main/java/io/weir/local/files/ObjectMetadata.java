package io.weir.local.files;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Content types and metadata of a bucket's objects, in one place instead of a file each. Thread-safe; durable on return. */
public interface ObjectMetadata {
    /**
     * Keeps the JSON text of an object.
     *
     * @param replace whether it takes the place of one that is there
     */
    void put(String key, String json, boolean replace) throws IOException;

    /** The JSON text of an object, or null. */
    @Nullable
    String get(String key) throws IOException;

    void delete(String key) throws IOException;

    /** Gives it another key. Nothing happens if there is none. */
    void rename(String from, String to) throws IOException;
}
