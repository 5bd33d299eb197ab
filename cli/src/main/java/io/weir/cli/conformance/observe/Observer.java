package io.weir.cli.conformance.observe;

import java.io.IOException;
import java.time.Duration;

/** Where effects of a receiver are seen. Safe for several threads. */
public interface Observer extends AutoCloseable {
    /** As {@code --observe} has it. */
    String name();

    /** Whether effects are seen; if not, the status of an answer is all that there is. */
    boolean seesEffects();

    /** How many effects of a marker there are by now. */
    int effects(String marker) throws IOException;

    /**
     * Waits until there are so many effects of a marker.
     *
     * @return whether there are within this time
     */
    boolean await(String marker, int effects, Duration time) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
