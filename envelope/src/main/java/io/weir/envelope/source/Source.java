package io.weir.envelope.source;

import io.weir.config.Cidr;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.scheme.WebhookScheme;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One sender and what happens to its events. Made by {@link #ofSns}, {@link #ofSecret} or a builder, never by position.
 *
 * @param name the path segment it posts to
 * @param scheme how its requests are proven genuine
 * @param secret where its shared secret is kept, or its public key; null for SNS, which has none, and where the key is elsewhere
 * @param publicKey the sender's public key as PEM, base64 or hex, or null if it is not configured here
 * @param topics TopicArns that are believed, exactly; only for SNS
 * @param accounts account ids of which every topic is believed; only for SNS
 * @param actions what happens to a genuine event, in order
 * @param allow addresses that may post to it; empty means any
 * @param maxBytes largest body that the door takes
 * @param handshake what the door answers before events come, or null; what needs no secret comes with a preset
 * @param verifiedAtDoor whether the door answers 401 to what is not genuine; the worker verifies all the same
 * @param trustsQueue whether unsigned messages of its topics are believed that SNS itself put on the queue: the queue's policy
 *     is then the proof
 * @param url to which the sender posts, without query, or null if the door can tell it from the request
 * @param retryFor how long an event that fails is tried again, zero for not at all; null for the default
 */
public record Source(
        String name,
        Scheme scheme,
        @Nullable SecretReference secret,
        @Nullable String publicKey,
        List<String> topics,
        List<String> accounts,
        List<ActionReference> actions,
        List<Cidr> allow,
        int maxBytes,
        @Nullable Handshake handshake,
        boolean verifiedAtDoor,
        boolean trustsQueue,
        @Nullable PublicUrl url,
        @Nullable Duration retryFor) {
    /** The platform's limit of a request, and the default. */
    public static final int MAX_BYTES = 6 * 1024 * 1024;

    static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");

    public Source {
        topics = List.copyOf(topics);
        accounts = List.copyOf(accounts);
        actions = List.copyOf(actions);
        allow = List.copyOf(allow);
    }

    /** A source of SNS that believes these topics; everything else is as the configuration's defaults are. */
    public static Source ofSns(String name, String... topics) {
        return new Builder(name, SnsScheme.DEFAULT, null).topics(topics).build();
    }

    /** A source of signed webhooks; everything else is as the configuration's defaults are. */
    public static Source ofSecret(String name, WebhookScheme scheme, @Nullable SecretReference secret) {
        return new Builder(name, scheme, secret).build();
    }

    /** A builder that begins with what this source has. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** How long its events are tried again where they fail: what it says itself, and what its actions say. */
    public List<Duration> retryTimes() {
        return Stream.concat(
                        Stream.of(this).map(Source::retryFor), actions.stream().map(ActionReference::retryFor))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether the door may read its secret: it signs a handshake, or answers 401. */
    public boolean isSecretAtDoor() {
        return secret != null && (verifiedAtDoor || (handshake != null && handshake.isSigned()));
    }

    /** Whether messages of this topic are believed once their signature is verified. */
    public boolean allowsTopic(String topicArn) {
        if (topics.contains(topicArn)) {
            return true;
        }
        return !accounts.isEmpty()
                && TOPIC.matcher(topicArn).matches()
                && accounts.contains(topicArn.split(":", -1)[4]);
    }

    /** Names what a source has, from the configuration's defaults on. */
    public static final class Builder {
        private final String name;
        private final @Nullable SecretReference secret;
        private Scheme scheme;
        private @Nullable String publicKey;
        private List<String> topics = List.of();
        private List<String> accounts = List.of();
        private List<ActionReference> actions = List.of(ActionReference.ARCHIVE);
        private List<Cidr> allow = List.of();
        private int maxBytes = MAX_BYTES;
        private @Nullable Handshake handshake;
        private boolean verifiedAtDoor;
        private boolean trustsQueue;
        private @Nullable PublicUrl url;
        private @Nullable Duration retryFor;

        Builder(String name, Scheme scheme, @Nullable SecretReference secret) {
            this.name = name;
            this.scheme = scheme;
            this.secret = secret;
            this.handshake = Handshake.ofPreset(scheme);
        }

        private Builder(Source source) {
            this(source.name, source.scheme, source.secret);
            this.publicKey = source.publicKey;
            this.topics = source.topics;
            this.accounts = source.accounts;
            this.actions = source.actions;
            this.allow = source.allow;
            this.maxBytes = source.maxBytes;
            this.handshake = source.handshake;
            this.verifiedAtDoor = source.verifiedAtDoor;
            this.trustsQueue = source.trustsQueue;
            this.url = source.url;
            this.retryFor = source.retryFor;
        }

        /** Another scheme of the same kind, such as one with another limit of age. */
        public Builder scheme(Scheme value) {
            if ((value instanceof SnsScheme) != (scheme instanceof SnsScheme)) {
                throw new IllegalArgumentException("SNS has no secret, and every other scheme has one");
            }
            this.scheme = value;
            return this;
        }

        public Builder topics(String... arns) {
            return topics(List.of(arns));
        }

        public Builder topics(List<String> arns) {
            this.topics = arns;
            return this;
        }

        public Builder accounts(String... ids) {
            return accounts(List.of(ids));
        }

        public Builder accounts(List<String> ids) {
            this.accounts = ids;
            return this;
        }

        public Builder actions(List<ActionReference> references) {
            this.actions = references;
            return this;
        }

        public Builder allow(List<Cidr> blocks) {
            this.allow = blocks;
            return this;
        }

        public Builder maxBytes(int bytes) {
            this.maxBytes = bytes;
            return this;
        }

        public Builder handshake(@Nullable Handshake value) {
            this.handshake = value;
            return this;
        }

        public Builder publicKey(@Nullable String value) {
            this.publicKey = value;
            return this;
        }

        public Builder verifiedAtDoor(boolean value) {
            this.verifiedAtDoor = value;
            return this;
        }

        public Builder trustsQueue(boolean value) {
            this.trustsQueue = value;
            return this;
        }

        public Builder url(@Nullable PublicUrl value) {
            this.url = value;
            return this;
        }

        /** Null for the default. */
        public Builder retryFor(@Nullable Duration value) {
            this.retryFor = value;
            return this;
        }

        public Source build() {
            return new Source(
                    name,
                    scheme,
                    secret,
                    publicKey,
                    topics,
                    accounts,
                    actions,
                    allow,
                    maxBytes,
                    handshake,
                    verifiedAtDoor,
                    trustsQueue,
                    url,
                    retryFor);
        }
    }
}
