package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One sender and what happens to its events.
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
        @Nullable Handshake handshake) {
    /** The platform's limit of a request, and the default. */
    public static final int MAX_BYTES = 6 * 1024 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    static Source parse(String name, ConfigValue config) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(config.path()
                    + ": expected a name of 1 to 64 lower-case letters, digits, '-' and '_', beginning with a letter"
                    + " or digit");
        }
        config.onlyMembers("scheme", "secret", "topics", "accounts", "actions", "allow", "maxBytes", "handshake");
        Scheme scheme = Scheme.parse(config.at("scheme"));
        Source source = new Source(
                name,
                scheme,
                config.at("secret").isPresent() ? SecretReference.parse(config.at("secret")) : null,
                config.at("topics").list(topic -> matching(topic, TOPIC, "an SNS TopicArn")),
                config.at("accounts").list(account -> matching(account, ACCOUNT, "a 12-digit account id")),
                config.at("actions").isPresent()
                        ? config.at("actions").list(ActionReference::parse)
                        : List.of(ActionReference.ARCHIVE),
                config.at("allow").list(Cidr::parse),
                config.at("maxBytes").isPresent() ? (int) config.at("maxBytes").integer(1, MAX_BYTES) : MAX_BYTES,
                handshake(config.at("handshake"), scheme));
        source.check(config);
        return source;
    }

    private static @Nullable Handshake handshake(ConfigValue config, Scheme scheme) {
        if (config.isPresent()) {
            return Handshake.parse(config);
        }
        return scheme instanceof HmacScheme hmac && hmac.name().equals("slack") ? new Handshake.Slack() : null;
    }

    private void check(ConfigValue config) {
        if (scheme instanceof SnsScheme) {
            if (topics.isEmpty() && accounts.isEmpty()) {
                throw config.at("topics").expected("at least one TopicArn (or accounts): anyone can make a topic");
            }
            if (secret != null) {
                throw config.at("secret").expected("nothing: SNS signs with a certificate, not a secret");
            }
        } else {
            if (secret == null) {
                throw config.at("secret").expected("a Secrets Manager ARN, env:NAME or file:PATH");
            }
            if (!topics.isEmpty() || !accounts.isEmpty()) {
                throw config.at("topics").expected("nothing: only SNS has topics");
            }
        }
    }

    private static String matching(ConfigValue value, Pattern pattern, String what) {
        String text = value.string();
        if (!pattern.matcher(text).matches()) {
            throw value.expected(what);
        }
        return text;
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
}
