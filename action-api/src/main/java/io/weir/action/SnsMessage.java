package io.weir.action;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An SNS message without what only SNS and its verifier need: no token, no signature, no UnsubscribeURL.
 *
 * @param type what kind of message it is
 * @param messageId unique for each message published, the same at each redelivery
 * @param topicArn the topic it was published to
 * @param subject the subject, or null if there is none
 * @param message the message
 * @param timestamp when it was published
 * @param attributes string values of its message attributes, by name; not signed by SNS
 */
public record SnsMessage(
        Type type,
        String messageId,
        String topicArn,
        @Nullable String subject,
        String message,
        Instant timestamp,
        Map<String, String> attributes) {
    /** The three types that SNS sends. */
    public enum Type {
        NOTIFICATION("Notification"),
        SUBSCRIPTION_CONFIRMATION("SubscriptionConfirmation"),
        UNSUBSCRIBE_CONFIRMATION("UnsubscribeConfirmation");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** As SNS writes it. */
        public String text() {
            return text;
        }
    }

    public SnsMessage {
        attributes = Map.copyOf(attributes);
    }
}
