package io.weir.local.http;

import io.weir.envelope.source.Source;
import java.time.Duration;

/**
 * What bodies may take of memory and time.
 *
 * @param smallBytes memory for the first {@value #SMALL} bytes of each body, so that large bodies never keep small ones out
 * @param largeBytes memory for what bodies have beyond that
 * @param workBytes how much of bodies the function works on at once; it takes about six times of it
 * @param patience how long a body waits for memory before it is answered with 503
 * @param window in each such time a body must end or bring {@code windowBytes}, or it is answered with 408
 * @param deadline what a body may take as a whole
 */
record BodyLimits(
        int smallBytes, int largeBytes, int workBytes, Duration patience, Duration window, Duration deadline) {
    static final int SMALL = 64 * 1024;

    /** About 3 KB a second: a sender that cannot do that is none. */
    static final int WINDOW_BYTES = 32 * 1024;

    private static final int MAX_BUDGET = 64 * 1024 * 1024;

    /** Shares of the heap: an eighth for what is read, a quarter for the work on it. */
    static BodyLimits of(long heapBytes) {
        int reading = (int) Math.min(MAX_BUDGET, Math.max(2L * Source.MAX_BYTES, heapBytes / 8));
        int work = (int) Math.min(MAX_BUDGET, Math.max(Source.MAX_BYTES + SMALL, heapBytes / 24));
        return new BodyLimits(
                reading / 4,
                reading - reading / 4,
                work,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
    }
}
