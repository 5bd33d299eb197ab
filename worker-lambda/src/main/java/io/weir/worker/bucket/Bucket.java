package io.weir.worker.bucket;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
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

    /**
     * Deletes an object, if there is one.
     *
     * @throws IOException if it may still be there
     */
    void delete(String key) throws IOException;

    /**
     * Looks at some of the objects under a prefix, in the order of their keys.
     *
     * @param olderThan only objects that were written before are named
     * @param after only keys behind this one are looked at; null for the beginning
     * @param limit how many are looked at
     * @throws IOException if the bucket cannot be asked now
     */
    Page list(String prefix, Instant olderThan, @Nullable String after, int limit) throws IOException;

    /**
     * Part of a list.
     *
     * @param next the last key that was looked at, or null if there is no more
     */
    record Page(List<String> keys, @Nullable String next) {
        public Page {
            keys = List.copyOf(keys);
        }
    }
}
