package io.weir.ingest;

import java.io.IOException;

/** Durable objects under {@code inbox/}, of each of which the queue is told. Thread-safe. */
@FunctionalInterface
public interface Inbox {
    /**
     * Writes an object. When this returns it is durable.
     *
     * @throws IOException if it may not have been written
     */
    void put(String key, byte[] object) throws IOException;
}
