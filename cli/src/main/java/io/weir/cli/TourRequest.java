package io.weir.cli;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A row of the tour's table.
 *
 * @param name what is sent
 * @param post sends it
 * @param expected status of the door, then outcome and reason of the worker if there is one
 * @param place where a person can see the effect
 * @param isQueued whether a worker's outcome follows a 200; if not, the answer itself is what is expected
 * @param effect what must be so afterwards, or null if the outcome tells all
 */
record TourRequest(
        String name,
        Post post,
        String expected,
        String place,
        boolean isQueued,
        @Nullable Effect effect) {
    /** Sends the request. */
    @FunctionalInterface
    interface Post {
        HttpResponse<String> send() throws IOException;
    }

    /** Counts what may have grown. */
    @FunctionalInterface
    interface Counter {
        long count() throws IOException;
    }

    /**
     * Something that the request adds, or must not.
     *
     * @param name said when it did not come true
     * @param more by how much the count must grow
     */
    record Effect(String name, Counter counter, int more) {}

    /** A request that the worker gets, unless the door refuses it. */
    static TourRequest queued(String name, Post post, String expected, String place) {
        return new TourRequest(name, post, expected, place, true, null);
    }

    /** A request that the door answers by itself. */
    static TourRequest answered(String name, Post post, String expected, String place) {
        return new TourRequest(name, post, expected, place, false, null);
    }

    TourRequest adding(int more, String what, Counter counter) {
        return new TourRequest(name, post, expected, place, isQueued, new Effect(what, counter, more));
    }
}
