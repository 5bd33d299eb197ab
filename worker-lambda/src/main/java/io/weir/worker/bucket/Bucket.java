package io.weir.worker.bucket;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Durable objects by key. Thread-safe. */
public interface Bucket {
    /** Name of the bucket, as a bucket notification gives it. */
    String name();

    /**
     * The object's bytes, or null if there is none.
     *
     * @throws IOException if the bucket cannot be asked now
     */
    byte @Nullable [] get(String key) throws IOException;

    /**
     * Writes an object, replacing one that is there.
     *
     * @param metadata by lower-case name
     * @throws IOException if it may not have been written
     */
    void put(String key, byte[] object, String contentType, Map<String, String> metadata) throws IOException;

    /**
     * Writes an object unless one is there; atomic.
     *
     * @return false if one was there
     * @throws IOException if it may not have been written
     */
    boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata) throws IOException;
}
