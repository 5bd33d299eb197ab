package io.weir.local.http;

import java.time.Duration;

/**
 * What bodies may take of memory, disk and time.
 *
 * @param smallBytes memory for the first {@value #SMALL} bytes of each body; one that is larger goes on to a file
 * @param largeBytes room in files for bodies that are under way
 * @param workBytes how much of bodies the function works on at once; it takes about six times of it
 * @param patience how long a body waits for room before it is answered with 503
 * @param window in each such time a body must end or bring {@code windowBytes}, or it is answered with 408
 * @param deadline what a body may take as a whole
 */
record BodyLimits(
        int smallBytes, int largeBytes, int workBytes, Duration patience, Duration window, Duration deadline) {
    static final int SMALL = 64 * 1024;

    /** About 3 KB a second: a sender that cannot do that is none. */
    static final int WINDOW_BYTES = 32 * 1024;

    /** At least this many of the largest small bodies are read at once, and worked on at once. */
    private static final int AT_ONCE = 64;

    private static final int MIN_BUDGET = AT_ONCE * (SMALL + FunctionHandler.OVERHEAD);
    private static final int MAX_BUDGET = 64 * 1024 * 1024;

    /** As many bytes as the folder of the inbox may hold of what strangers sent. */
    private static final int FILES = 1 << 30;

    /** Shares of the heap: a sixteenth for what is read, a quarter for the work on it. */
    static BodyLimits of(long heapBytes) {
        int reading = (int) Math.min(MAX_BUDGET, Math.max(MIN_BUDGET, heapBytes / 16));
        int work = (int) Math.min(MAX_BUDGET, Math.max(MIN_BUDGET, heapBytes / 24));
        return new BodyLimits(
                reading, FILES, work, Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(60));
    }
}
