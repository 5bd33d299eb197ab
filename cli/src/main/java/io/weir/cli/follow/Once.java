package io.weir.cli.follow;

import io.weir.operations.AttemptSummary;
import io.weir.operations.RequestEvent;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells which events are to be forwarded: each request once, when an attempt has proven it genuine. Never what is rejected or
 * unproven, nor what was processed before under the same id.
 */
public final class Once {
    private static final int REMEMBERED = 100_000;

    /** Whether it was forwarded, by id; the oldest are forgotten. */
    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Whether this is the moment. It is again and again, until {@link #forwarded}. */
    public boolean isDue(RequestEvent event) {
        RequestSummary request = event.request();
        AttemptSummary attempt = event.attempt();
        if (attempt == null || attempt.outcome().equals(AttemptSummary.OPERATOR) || !isGenuine(request)) {
            seen.putIfAbsent(request.id(), false);
            return false;
        }
        // What was tried before anybody listened has been proven before, unless it was seen not to be.
        return !seen.getOrDefault(request.id(), request.attempts() > 1);
    }

    private static boolean isGenuine(RequestSummary request) {
        return request.proven()
                && request.state() != State.REJECTED
                && request.state() != State.UNPROVEN
                && request.state() != State.DUPLICATE;
    }

    /** It is done with. */
    public void forwarded(RequestEvent event) {
        seen.put(event.request().id(), true);
    }
}
