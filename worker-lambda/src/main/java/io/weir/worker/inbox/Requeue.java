package io.weir.worker.inbox;

import java.io.IOException;
import java.util.List;

/** The worker's own queue, as one that it sends to. Thread-safe. */
@FunctionalInterface
public interface Requeue {
    /**
     * Puts messages without attributes on the queue.
     *
     * @throws IOException if one of them may not have been taken
     */
    void send(List<String> bodies) throws IOException;
}
