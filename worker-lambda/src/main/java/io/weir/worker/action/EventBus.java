package io.weir.worker.action;

import io.weir.action.PermanentFailureException;
import java.io.IOException;
import java.time.Instant;

/** An event bus. Thread-safe. */
public interface EventBus {
    /**
     * What a bus takes at most, all members of an event together. A limit of its own, equal to that of a queue by chance.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html">Size of an entry</a>
     */
    int MAX_BYTES = 256 * 1024;

    int MAX_DETAIL_TYPE = 128;

    /**
     * Puts an event on the bus.
     *
     * @param bus name or ARN
     * @param source where it comes from, {@code weir.<source>}
     * @param detailType at most {@link #MAX_DETAIL_TYPE} characters
     * @param detail a JSON object
     * @throws PermanentFailureException if the bus will never take this event
     * @throws IOException if it may not have been taken
     */
    void put(String bus, String source, String detailType, String detail, Instant time)
            throws IOException, PermanentFailureException;
}
