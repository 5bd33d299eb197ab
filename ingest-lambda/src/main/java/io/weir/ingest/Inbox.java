package io.weir.ingest;

import java.io.IOException;
import java.time.Duration;

/** Durable objects under {@code inbox/}, of each of which the queue is told. Thread-safe. */
@FunctionalInterface
public interface Inbox {
    /**
     * Writes an object. When this returns it is durable.
     *
     * @param timeLeft after which the sender may have stopped waiting: an inbox behind a network gives up by then
     * @throws IOException if it may not have been written
     */
    void put(String key, byte[] object, Duration timeLeft) throws IOException;
}
