package io.weir.worker.sns;

import io.weir.action.SnsMessage;
import io.weir.verify.Verification;
import io.weir.worker.record.Outcome;
import java.io.IOException;
import java.util.Objects;

/**
 * Confirms subscriptions that a verified message of a listed topic asks for, through the API and never by the URL in the
 * message. Idempotent: SNS answers the same for one that is confirmed already. Thread-safe.
 */
public final class SubscriptionConfirmer {
    private final Subscriptions subscriptions;

    /** @param subscriptions guarded: what fails is repeated there, within the time that is left */
    public SubscriptionConfirmer(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    public Outcome confirm(Verification.SubscriptionPending pending) {
        SnsMessage message = Objects.requireNonNull(pending.event().sns());
        try {
            return switch (subscriptions.confirm(message.topicArn(), pending.token())) {
                case CONFIRMED -> new Outcome.Done("subscription to " + message.topicArn() + " confirmed");
                case TOKEN_SPENT ->
                    new Outcome.Done("subscription to " + message.topicArn()
                            + " not confirmed: its token was used up or has expired; subscribe again");
            };
        } catch (IOException e) {
            return Outcome.Retry.after("confirm", e);
        }
    }
}
