package io.weir.verify;

import io.weir.action.Event;
import java.io.IOException;

/** What is known about a request after verification. */
public sealed interface Verification {
    /**
     * Proven genuine: it may cause effects, once.
     *
     * @param by by what it is claimed; its key is the event's
     * @param secret which of the secrets matched, 1 for the current one; 0 if there are none
     */
    record Genuine(Event event, Claimable by, int secret) implements Verification {
        public Genuine {
            if (!event.idempotencyKey().equals(by.key())) {
                throw new IllegalArgumentException("the event's key is not the one by which it is claimed");
            }
        }
    }

    /**
     * A genuine SNS request to confirm a subscription.
     *
     * @param event the message, without the token
     * @param token what confirms the subscription; secret
     */
    record SubscriptionPending(Event event, String token) implements Verification {
        /** Leaves the token out. */
        @Override
        public String toString() {
            return "SubscriptionPending[event=" + event + "]";
        }
    }

    /**
     * Not proven genuine, and never will be.
     *
     * @param reason one of a fixed set of lower-case words, safe as a metric's dimension
     * @param detail for the log: what was wrong; never a secret, a token or text of the sender's beyond a name
     */
    record Rejected(Reason reason, String detail) implements Verification {}

    /**
     * Cannot be told now: a certificate host or secret store is down. To be asked again.
     *
     * @param reason for log and metrics
     * @param fault what failed; its message goes into the log
     */
    record Undecided(Reason reason, IOException fault) implements Verification {}
}
