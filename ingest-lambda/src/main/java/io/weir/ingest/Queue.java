package io.weir.ingest;

import io.weir.envelope.QueueMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The queue between the functions. Thread-safe. */
@FunctionalInterface
public interface Queue {
    /**
     * Sends a message. When this returns it is durable.
     *
     * @param group the source's name: fair queues share by it, FIFO queues keep order in it
     * @param trace X-Ray trace header, or null
     * @throws IOException if it may not have been taken
     */
    void send(QueueMessage message, String group, @Nullable String trace) throws IOException;
}
