package io.weir.worker.action;

import io.weir.action.PermanentFailureException;
import java.io.IOException;
import java.time.Instant;

/** An event bus. Thread-safe. */
public interface EventBus {
    /** What a bus takes at most, all members of an event together. */
    int MAX_BYTES = 256 * 1024;

    /**
     * Puts an event on the bus.
     *
     * @param bus name or ARN
     * @param source whence it comes, {@code weir.<source>}
     * @param detailType at most 128 characters
     * @param detail a JSON object
     * @throws PermanentFailureException if the bus will never take this event
     * @throws IOException if it may not have been taken
     */
    void put(String bus, String source, String detailType, String detail, Instant time)
            throws IOException, PermanentFailureException;
}
