package io.weir.action;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An SNS message without what only SNS and its verifier need: no token, no signature, no UnsubscribeURL. Made by
 * {@link #builder()}.
 *
 * @param type what kind of message it is
 * @param messageId unique for each message published, the same at each redelivery
 * @param topicArn the topic it was published to
 * @param subject the subject, or null if there is none
 * @param message the text that was published
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

    /** A notification without subject and attributes. Id, topic, text and time must be given. */
    public static Builder builder() {
        return new Builder();
    }

    /** The parts of a message by name. Not thread-safe. */
    public static final class Builder {
        private Type type = Type.NOTIFICATION;
        private @Nullable String messageId;
        private @Nullable String topicArn;
        private @Nullable String subject;
        private @Nullable String message;
        private @Nullable Instant timestamp;
        private Map<String, String> attributes = Map.of();

        private Builder() {}

        public Builder type(Type type) {
            this.type = type;
            return this;
        }

        public Builder messageId(String messageId) {
            this.messageId = messageId;
            return this;
        }

        public Builder topicArn(String topicArn) {
            this.topicArn = topicArn;
            return this;
        }

        public Builder subject(@Nullable String subject) {
            this.subject = subject;
            return this;
        }

        public Builder message(String message) {
            this.message = message;
            return this;
        }

        public Builder timestamp(Instant timestamp) {
            this.timestamp = timestamp;
            return this;
        }

        public Builder attributes(Map<String, String> attributes) {
            this.attributes = attributes;
            return this;
        }

        /**
         * The message.
         *
         * @throws NullPointerException naming the part that must be given
         */
        public SnsMessage build() {
            return new SnsMessage(
                    type,
                    requireNonNull(messageId, "messageId"),
                    requireNonNull(topicArn, "topicArn"),
                    subject,
                    requireNonNull(message, "message"),
                    requireNonNull(timestamp, "timestamp"),
                    attributes);
        }
    }
}
