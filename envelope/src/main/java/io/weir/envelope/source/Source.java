package io.weir.envelope.source;

import io.weir.config.Cidr;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One sender and what happens to its events. Made by {@link #ofSns}, {@link #ofSecret} or a builder, never by position.
 *
 * @param name the path segment it posts to
 * @param scheme how its requests are proven genuine
 * @param secret where its shared secret is kept; null for SNS, which has none
 * @param topics TopicArns that are believed, exactly; only for SNS
 * @param accounts account ids of which every topic is believed; only for SNS
 * @param actions what happens to a genuine event, in order
 * @param allow addresses that may post to it; empty means any
 * @param maxBytes largest body that the door takes
 * @param handshake what the door answers before events come, or null; Slack's comes with its preset
 * @param trustsQueue whether unsigned messages of its topics are believed that SNS itself put on the queue: the queue's policy
 *     is then the proof
 * @param url to which the sender posts, without query, or null if the door can tell it from the request
 * @param retryFor how long an event that fails is tried again, zero for not at all; null for the default
 */
public record Source(
        String name,
        Scheme scheme,
        @Nullable SecretReference secret,
        List<String> topics,
        List<String> accounts,
        List<ActionReference> actions,
        List<Cidr> allow,
        int maxBytes,
        @Nullable Handshake handshake,
        boolean trustsQueue,
        @Nullable PublicUrl url,
        @Nullable Duration retryFor) {
    /** The platform's limit of a request, and the default. */
    public static final int MAX_BYTES = 6 * 1024 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

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
    public static Source ofSecret(String name, HmacScheme scheme, SecretReference secret) {
        return new Builder(name, scheme, secret).build();
    }

    /** A builder that begins with what this source has. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    static Source parse(String name, ConfigValue config) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(config.path()
                    + ": expected a name of 1 to 64 lower-case letters, digits, '-' and '_', beginning with a letter"
                    + " or digit");
        }
        config.onlyMembers(
                "scheme",
                "secret",
                "topics",
                "accounts",
                "actions",
                "allow",
                "maxBytes",
                "handshake",
                "url",
                "trust",
                "retry");
        Scheme scheme = Scheme.parse(config.at("scheme"));
        Builder builder = new Builder(
                        name,
                        scheme,
                        config.at("secret").isPresent() ? SecretReference.parse(config.at("secret")) : null)
                .topics(config.at("topics").list(topic -> topic.matching(TOPIC, "an SNS TopicArn")))
                .accounts(config.at("accounts").list(account -> account.matching(ACCOUNT, "a 12-digit account id")))
                .allow(config.at("allow").list(Cidr::parse));
        if (config.at("actions").isPresent()) {
            builder.actions(config.at("actions").list(ActionReference::parse));
        }
        if (config.at("maxBytes").isPresent()) {
            builder.maxBytes((int) config.at("maxBytes").integer(1, MAX_BYTES));
        }
        if (config.at("handshake").isPresent()) {
            builder.handshake(Handshake.parse(config.at("handshake")));
        }
        if (config.at("url").isPresent()) {
            builder.url(PublicUrl.parse(config.at("url")));
        }
        builder.retryFor(ActionReference.retryFor(config.at("retry")));
        builder.trustsQueue(config.at("trust").isPresent() && config.at("trust").oneOf(Map.of("queue", true)));
        Source source = builder.build();
        source.check(config);
        return source;
    }

    private void check(ConfigValue config) {
        if (scheme instanceof SnsScheme) {
            if (topics.isEmpty() && accounts.isEmpty()) {
                throw config.at("topics").expected("at least one TopicArn (or accounts): anyone can make a topic");
            }
            if (secret != null) {
                throw config.at("secret").expected("nothing: SNS signs with a certificate, not a secret");
            }
            checkTrust(config);
        } else {
            if (secret == null) {
                throw config.at("secret").expected("a Secrets Manager ARN, env:NAME or file:PATH");
            }
            if (scheme instanceof HmacScheme hmac && hmac.leavesEqualBodiesOpen()) {
                throw config.at("scheme")
                        .at("equalBodies")
                        .expected(
                                "\"same\" or \"distinct\": the scheme has neither an id nor a time, so say whether two"
                                        + " requests with equal bodies are the same event");
            }
            if (!topics.isEmpty() || !accounts.isEmpty()) {
                throw config.at("topics").expected("nothing: only SNS has topics");
            }
            if (trustsQueue) {
                throw config.at("trust").expected("nothing: only SNS puts messages on the queue itself");
            }
        }
    }

    /** The queue's policy can be the proof only for topics that it names. */
    private void checkTrust(ConfigValue config) {
        if (trustsQueue && (topics.isEmpty() || !accounts.isEmpty())) {
            throw config.at("trust")
                    .expected(
                            "topics and no accounts beside it: what the queue's policy lets send is named topic by topic");
        }
        for (int i = 0; i < topics.size() && !trustsQueue; i++) {
            if (topics.get(i).endsWith(".fifo")) {
                throw config.at("topics")
                        .list(topic -> topic)
                        .get(i)
                        .expected(
                                "no FIFO topic: SNS signs none of its messages. Say \"trust\": \"queue\" to believe"
                                        + " what SNS itself puts on the queue, and let the queue's policy admit only these topics");
            }
        }
    }

    /** How long its events are tried again where they fail: what it says itself, and what its actions say. */
    public List<Duration> retryTimes() {
        return Stream.concat(
                        Stream.of(this).map(Source::retryFor), actions.stream().map(ActionReference::retryFor))
                .filter(Objects::nonNull)
                .toList();
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
        private List<String> topics = List.of();
        private List<String> accounts = List.of();
        private List<ActionReference> actions = List.of(ActionReference.ARCHIVE);
        private List<Cidr> allow = List.of();
        private int maxBytes = MAX_BYTES;
        private @Nullable Handshake handshake;
        private boolean trustsQueue;
        private @Nullable PublicUrl url;
        private @Nullable Duration retryFor;

        private Builder(String name, Scheme scheme, @Nullable SecretReference secret) {
            this.name = name;
            this.scheme = scheme;
            this.secret = secret;
            this.handshake =
                    scheme instanceof HmacScheme hmac && hmac.name().equals("slack") ? new Handshake.Slack() : null;
        }

        private Builder(Source source) {
            this(source.name, source.scheme, source.secret);
            this.topics = source.topics;
            this.accounts = source.accounts;
            this.actions = source.actions;
            this.allow = source.allow;
            this.maxBytes = source.maxBytes;
            this.handshake = source.handshake;
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
                    topics,
                    accounts,
                    actions,
                    allow,
                    maxBytes,
                    handshake,
                    trustsQueue,
                    url,
                    retryFor);
        }
    }
}
