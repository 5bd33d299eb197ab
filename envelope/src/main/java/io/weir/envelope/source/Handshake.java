package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.WebhookScheme;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a sender asks for before it sends events, and reads the answer of, so that the door itself must answer. None but a signed
 * one needs a secret at the door.
 */
public sealed interface Handshake {
    /**
     * Rules as data, of which the first that applies is answered. Those of a preset are on where a source has it; signed ones only
     * where a source names them, since they give the door the source's secret.
     *
     * @param rules at least one
     */
    record Rules(List<HandshakeRule> rules) implements Handshake {
        public Rules {
            rules = List.copyOf(rules);
        }
    }

    /**
     * Meta gets {@code ?hub.mode=subscribe&hub.verify_token=...&hub.challenge=...} and expects the challenge, if the token
     * is ours.
     *
     * @param verifyTokenSha256 SHA-256 of the token in UTF-8, so that the door holds no secret
     * @see <a href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started">Webhooks from Meta</a>
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Meta(byte[] verifyTokenSha256) implements Handshake {}

    /**
     * CloudEvents asks by OPTIONS whether an origin may deliver.
     *
     * @param origins who may, exactly
     * @param rate requests a minute, or null for any number
     * @see <a href="https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md">HTTP 1.1 Web Hooks for Event
     *     Delivery</a>
     */
    record CloudEvents(List<String> origins, @Nullable Integer rate) implements Handshake {}

    Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    String FORMS = "none, a preset that has a handshake, {\"PRESET\": {}} for one that is signed, {\"meta\": {...}},"
            + " {\"cloudevents\": {...}}, or an array of rules";
    Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

    /** Whether the door signs an answer with the source's secret. */
    default boolean isSigned() {
        return this instanceof Rules(var rules) && rules.stream().anyMatch(rule -> rule.proof() != null);
    }

    /** Whether the door keeps a request that tells the operator a secret. */
    default boolean isKept() {
        return this instanceof Rules(var rules) && rules.stream().anyMatch(HandshakeRule::keep);
    }

    /** What a source of this scheme answers by default: the rules of its preset that need no secret. Null for none. */
    static @Nullable Handshake ofPreset(Scheme scheme) {
        return scheme instanceof WebhookScheme webhook && !webhook.name().equals(WebhookScheme.OWN)
                ? rules(ofPreset(webhook.name(), false))
                : null;
    }

    private static List<HandshakeRule> ofPreset(String name, boolean signed) {
        ConfigValue file = new ConfigValue("preset " + name, Presets.file(name));
        return file.at("handshake").list(HandshakeParser::parse).stream()
                .filter(rule -> signed || rule.proof() == null)
                .toList();
    }

    private static @Nullable Handshake rules(List<HandshakeRule> rules) {
        return rules.isEmpty() ? null : new Rules(rules);
    }

    /**
     * Reads a preset's name for its rules that need no secret, {@code {"zoom": {}}} for all of its rules,
     * {@code {"meta": {"verifyTokenSha256": "..."}}}, {@code {"cloudevents": {"origins": [...], "rate": 120}}}, an array of own
     * rules, or {@code "none"}.
     *
     * @return null for none
     */
    static @Nullable Handshake parse(ConfigValue config) {
        if ("none".equals(config.value())) {
            return null;
        }
        if (config.isString()) {
            return named(config, config.string(), false);
        }
        if (config.value() instanceof List<?> array && !array.isEmpty()) {
            return new Rules(config.list(HandshakeParser::parse));
        }
        if (!config.isObject() || config.object().size() != 1) {
            throw config.expected(FORMS);
        }
        String name = (String) config.object().keySet().iterator().next();
        return switch (name) {
            case "meta" -> meta(config.at(name));
            case "cloudevents" -> cloudEvents(config.at(name));
            default -> {
                Handshake named = named(config, name, true);
                config.at(name).onlyMembers();
                yield named;
            }
        };
    }

    private static Handshake named(ConfigValue config, String name, boolean signed) {
        if (!Presets.names().contains(name)) {
            throw config.expected(FORMS);
        }
        Handshake rules = rules(ofPreset(name, signed));
        if (rules != null) {
            return rules;
        }
        throw config.expected(
                signed || ofPreset(name, true).isEmpty()
                        ? FORMS + "; " + name + " has no handshake"
                        : "{\"" + name
                                + "\": {}}: its handshake is signed with the secret of the source, which the door"
                                + " may then read");
    }

    private static Meta meta(ConfigValue config) {
        config.onlyMembers("verifyTokenSha256");
        ConfigValue digest = config.at("verifyTokenSha256");
        if (!SHA256.matcher(digest.string()).matches()) {
            throw digest.expected("the SHA-256 of the verify token, 64 hex digits");
        }
        return new Meta(HexFormat.of().parseHex(digest.string()));
    }

    private static CloudEvents cloudEvents(ConfigValue config) {
        config.onlyMembers("origins", "rate");
        List<String> origins = config.at("origins").list(origin -> {
            if (!ORIGIN.matcher(origin.string()).matches()) {
                throw origin.expected("a host name");
            }
            return origin.string();
        });
        if (origins.isEmpty()) {
            throw config.at("origins").expected("at least one host name");
        }
        ConfigValue rate = config.at("rate");
        return new CloudEvents(origins, rate.isPresent() ? (int) rate.integer(1, 1_000_000) : null);
    }
}
