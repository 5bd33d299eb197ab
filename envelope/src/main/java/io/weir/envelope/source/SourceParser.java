package io.weir.envelope.source;

import io.weir.config.Cidr;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one source of the configuration, and refuses what proves nothing. */
final class SourceParser {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final String SECRET = "secret";
    private static final String PUBLIC_KEY = "publicKey";

    private final ConfigValue config;
    private final Source source;

    private SourceParser(ConfigValue config, Source source) {
        this.config = config;
        this.source = source;
    }

    static Source parse(String name, ConfigValue config) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(config.path()
                    + ": expected a name of 1 to 64 lower-case letters, digits, '-' and '_', beginning with a letter"
                    + " or digit");
        }
        config.onlyMembers(
                "scheme",
                SECRET,
                PUBLIC_KEY,
                "topics",
                "accounts",
                "actions",
                "allow",
                "maxBytes",
                "handshake",
                "verify",
                "url",
                "trust",
                "retry");
        Scheme scheme = Scheme.parse(config.at("scheme"));
        Source.Builder builder = new Source.Builder(
                        name, scheme, config.at(SECRET).isPresent() ? SecretReference.parse(config.at(SECRET)) : null)
                .topics(config.at("topics").list(topic -> topic.matching(Source.TOPIC, "an SNS TopicArn")))
                .accounts(config.at("accounts").list(account -> account.matching(ACCOUNT, "a 12-digit account id")))
                .allow(config.at("allow").list(Cidr::parse));
        if (config.at(PUBLIC_KEY).isPresent()) {
            builder.publicKey(config.at(PUBLIC_KEY).string());
        }
        if (config.at("actions").isPresent()) {
            builder.actions(config.at("actions").list(ActionReference::parse));
        }
        if (config.at("maxBytes").isPresent()) {
            builder.maxBytes((int) config.at("maxBytes").integer(1, Source.MAX_BYTES));
        }
        if (config.at("handshake").isPresent()) {
            builder.handshake(Handshake.parse(config.at("handshake")));
        }
        if (config.at("url").isPresent()) {
            builder.url(PublicUrl.parse(config.at("url")));
        }
        builder.retryFor(ActionReference.retryFor(config.at("retry")));
        builder.trustsQueue(config.at("trust").isPresent() && config.at("trust").oneOf(Map.of("queue", true)));
        builder.verifiedAtDoor(
                config.at("verify").isPresent()
                        ? config.at("verify").oneOf(Map.of("at-the-door", true))
                        : config.at(PUBLIC_KEY).isPresent() && Presets.isVerifiedAtDoor(scheme));
        Source source = builder.build();
        new SourceParser(config, source).check();
        return source;
    }

    private void check() {
        Handshake handshake = source.handshake();
        if (handshake != null
                && handshake.isSigned()
                && !(source.scheme() instanceof SignatureScheme signature
                        && signature.signature().algorithm().isHmac())) {
            throw config.at("handshake").expected("none that is signed: the scheme has no secret of an HMAC");
        }
        switch (source.scheme()) {
            case SnsScheme sns -> checkSns();
            case WebhookScheme webhook -> checkWebhook(webhook);
        }
    }

    private void checkSns() {
        if (source.topics().isEmpty() && source.accounts().isEmpty()) {
            throw config.at("topics").expected("at least one TopicArn (or accounts): anyone can make a topic");
        }
        absent(SECRET, "SNS signs with a certificate, not a secret");
        absent(PUBLIC_KEY, "SNS signs with a certificate");
        absent("verify", "what SNS signed is verified behind the queue");
        checkTrust();
    }

    private void checkWebhook(WebhookScheme scheme) {
        if (!source.topics().isEmpty() || !source.accounts().isEmpty()) {
            throw config.at("topics").expected("nothing: only SNS has topics");
        }
        absent("trust", "only SNS puts messages on the queue itself");
        switch (scheme) {
            case SignatureScheme signature -> checkKey(signature);
            case TokenScheme token -> needSecret();
            case JwtScheme jwt -> checkJwt(jwt);
        }
        if (scheme.leavesEqualBodiesOpen()) {
            throw config.at("scheme")
                    .at("equalBodies")
                    .expected("\"same\" or \"distinct\": the scheme has neither an id nor a time, so say whether two"
                            + " requests with equal bodies are the same event");
        }
    }

    private void checkKey(SignatureScheme scheme) {
        if (!scheme.signature().algorithm().isAsymmetric() || scheme.certificate() != null) {
            needSecret();
            absent(PUBLIC_KEY, "this sender has no key of its own here");
        } else if ((source.secret() == null) == (source.publicKey() == null)) {
            throw config.at(PUBLIC_KEY)
                    .expected("the sender's public key, or in its place \"secret\" that says where it is kept");
        }
        if (source.verifiedAtDoor() && scheme.certificate() != null) {
            throw config.at("verify").expected("nothing: the door fetches no certificates");
        }
    }

    private void checkJwt(JwtScheme scheme) {
        absent("verify", "the door reads no JSON Web Tokens");
        absent(PUBLIC_KEY, "keys of tokens are a JWKS, at a URL or as a secret");
        scheme.checkBound(config.at("scheme"));
        if (scheme.jwks() == null) {
            needSecret();
        } else {
            absent(SECRET, "the keys of its tokens are at a URL");
        }
    }

    private void needSecret() {
        if (source.secret() == null) {
            throw config.at(SECRET).expected("a Secrets Manager ARN, env:NAME or file:PATH");
        }
    }

    private void absent(String member, String why) {
        if (config.at(member).isPresent()) {
            throw config.at(member).expected("nothing: " + why);
        }
    }

    /** The queue's policy can be the proof only for topics that it names. */
    private void checkTrust() {
        if (source.trustsQueue()
                && (source.topics().isEmpty() || !source.accounts().isEmpty())) {
            throw config.at("trust")
                    .expected(
                            "topics and no accounts beside it: what the queue's policy lets send is named topic by topic");
        }
        for (int i = 0; i < source.topics().size() && !source.trustsQueue(); i++) {
            if (source.topics().get(i).endsWith(".fifo")) {
                throw config.at("topics")
                        .list(topic -> topic)
                        .get(i)
                        .expected(
                                "no FIFO topic: SNS signs none of its messages. Say \"trust\": \"queue\" to believe"
                                        + " what SNS itself puts on the queue, and let the queue's policy admit only these topics");
            }
        }
    }
}
