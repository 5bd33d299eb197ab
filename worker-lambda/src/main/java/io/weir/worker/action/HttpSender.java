package io.weir.worker.action;

import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.config.Cidr;
import io.weir.verify.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Posts over HTTP to addresses that anyone may reach, and to no others. Thread-safe. */
public interface HttpSender {
    /** How many posts a sender can have under way at most: each has a connection of its own. */
    int MOST_AT_ONCE = 256;

    /** Makes senders. */
    @FunctionalInterface
    interface Factory {
        /**
         * A sender for one target.
         *
         * @param allowPrivate blocks that may be reached although they are not public
         */
        HttpSender allowing(List<Cidr> allowPrivate);
    }

    /**
     * Posts once: no redirect is followed and nothing is repeated. The host's name is looked up once, every address is
     * checked, and the connection goes to one that was checked.
     *
     * @param timeout for the whole exchange; a status that came in time counts, even if the rest of the answer did not
     * @return the status, 2xx
     * @throws RetryLaterException if the answer was a fault of the host, with what {@code Retry-After} says
     * @throws HttpAnswerException if it was any other status
     * @throws RefusedException if an address of the host is not public and not allowed
     * @throws PermanentFailureException if a header cannot be sent
     * @throws IOException if there was no answer; the request may have arrived
     */
    int post(URI url, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException, PermanentFailureException;
}
