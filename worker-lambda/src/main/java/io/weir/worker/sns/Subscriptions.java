package io.weir.worker.sns;

import java.io.IOException;

/** Where subscriptions are confirmed: SNS, in the topic's region. Thread-safe. */
public interface Subscriptions {
    enum Result {
        /** Confirmed, now or before. */
        CONFIRMED,
        /** The token was used up or has expired (after two days): nothing can be done, and nothing is to be retried. */
        TOKEN_SPENT
    }

    /**
     * Confirms a subscription so that only the topic's owner can cancel it ({@code AuthenticateOnUnsubscribe}).
     *
     * @param topicArn a topic that the source lists
     * @param token from a verified message; secret
     * @throws IOException if SNS cannot be asked now or throttles
     */
    Result confirm(String topicArn, String token) throws IOException;
}
