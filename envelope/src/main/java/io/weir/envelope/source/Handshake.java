package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a sender asks for before it sends events, and reads the answer of, so that the door itself must answer. None of
 * these needs a secret at the door.
 */
public sealed interface Handshake {
    /**
     * Slack posts {@code {"type": "url_verification", "challenge": "..."}} and expects the challenge.
     *
     * @see <a href="https://docs.slack.dev/reference/events/url_verification/">url_verification</a>
     */
    record Slack() implements Handshake {}

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
    Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

    /**
     * Reads {@code "slack"}, {@code {"meta": {"verifyTokenSha256": "..."}}} or
     * {@code {"cloudevents": {"origins": [...], "rate": 120}}}.
     */
    static Handshake parse(ConfigValue config) {
        if ("slack".equals(config.value())) {
            return new Slack();
        }
        if (config.isObject() && config.object().size() == 1) {
            if (config.object().containsKey("meta")) {
                return meta(config.at("meta"));
            }
            if (config.object().containsKey("cloudevents")) {
                return cloudEvents(config.at("cloudevents"));
            }
        }
        throw config.expected("slack, {\"meta\": {...}} or {\"cloudevents\": {...}}");
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
