package io.weir.cli.send;

import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits until a request has come to its end. */
public final class OutcomeWait {
    private static final long PAUSE_MILLIS = 100;

    private OutcomeWait() {}

    /**
     * Asks again and again until the request has ended or the time is over.
     *
     * @return the request as it was last seen, or null if it was never known
     * @throws IOException if nobody can be asked
     */
    public static @Nullable RequestSummary await(Outcomes outcomes, String id, Duration timeout)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            RequestSummary request = outcomes.of(id);
            if ((request != null && isEnd(request.state())) || System.nanoTime() >= end) {
                return request;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Whether nothing becomes of it any more unless someone changes it. */
    public static boolean isEnd(State state) {
        return switch (state) {
            case WAITING, RUNNING, RETRYING -> false;
            case DONE, DUPLICATE, FILTERED, REJECTED, DEAD, UNPROVEN, REMOVED -> true;
        };
    }

    /** Whether it ended as a sender wishes. */
    public static boolean isGood(State state) {
        return state == State.DONE || state == State.DUPLICATE || state == State.FILTERED;
    }

    /** What became of it, as a line. */
    public static String text(RequestSummary request) {
        StringBuilder text = new StringBuilder(request.state().text());
        if (request.reason() != null) {
            text.append(' ').append(request.reason());
        }
        if (request.detail() != null) {
            text.append(": ").append(request.detail());
        }
        return text.toString();
    }
}
