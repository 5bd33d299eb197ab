package io.weir.cli.conformance.plan;

import io.weir.config.ConfigValue;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes a step a message of SNS.
 *
 * @param type of the message, as SNS writes it
 * @param version of the signature
 * @param fields set before signing; null leaves one out
 * @param after set after signing; null leaves one out
 * @param layout how the JSON text is laid in the body
 * @param algorithm {@code SHA1withRSA} and the like where it is not that of the version, or null
 * @param isOtherKey whether somebody else signs
 * @param certificate which certificate lies at the URL
 * @param certificateUrl the SigningCertURL as it is, or null for a right one
 * @param mayFetch whether the receiver may fetch what is there
 */
public record SnsStep(
        String type,
        String version,
        Map<String, @Nullable Body> fields,
        Map<String, @Nullable Body> after,
        Layout layout,
        @Nullable String algorithm,
        boolean isOtherKey,
        SnsCertificate certificate,
        @Nullable String certificateUrl,
        boolean mayFetch) {
    private static final Map<String, String> TYPES = Map.of(
            "Notification", "Notification",
            "SubscriptionConfirmation", "SubscriptionConfirmation",
            "UnsubscribeConfirmation", "UnsubscribeConfirmation");
    private static final Map<String, String> ALGORITHMS =
            Map.of("SHA1", "SHA1withRSA", "SHA256", "SHA256withRSA", "SHA512", "SHA512withRSA");

    /** A notification as SNS sends it. */
    public static final SnsStep GENUINE = parse(new ConfigValue("genuine", Map.of()));

    /**
     * How the JSON text is laid in the body.
     *
     * @param isReversed whether the last field is the first
     * @param text what is replaced in the text, wherever it is, each an old and a new one
     * @param prefix before the text
     * @param suffix behind the text
     */
    public record Layout(boolean isReversed, List<Replacement> text, String prefix, String suffix, Charset charset) {}

    /** An old text and what stands in its place. */
    public record Replacement(String old, String with) {}

    static SnsStep parse(ConfigValue config) {
        config.onlyMembers(
                "type",
                "version",
                "fields",
                "after",
                "text",
                "order",
                "encoding",
                "prefix",
                "suffix",
                "algorithm",
                "key",
                "certificate",
                "certificateUrl",
                "mayFetch");
        ConfigValue url = config.at("certificateUrl");
        ConfigValue fields = config.at("fields");
        if (fields.isPresent() && fields.at("Type").isPresent()) {
            throw fields.at("Type").expected("nothing: the member type says what is signed");
        }
        return new SnsStep(
                oneOf(config.at("type"), TYPES, "Notification"),
                config.at("version").stringOr("2"),
                values(fields),
                values(config.at("after")),
                layout(config),
                config.at("algorithm").isPresent() ? config.at("algorithm").oneOf(ALGORITHMS) : null,
                oneOf(config.at("key"), Map.of("genuine", false, "other", true), false),
                oneOf(config.at("certificate"), SnsCertificate.SPELLINGS, SnsCertificate.GENUINE),
                url.isPresent() ? Texts.of(url) : null,
                flag(config.at("mayFetch")));
    }

    private static Layout layout(ConfigValue config) {
        return new Layout(
                oneOf(config.at("order"), Map.of("reversed", true), false),
                config.at("text").list(SnsStep::replacement),
                Texts.orEmpty(config.at("prefix")),
                Texts.orEmpty(config.at("suffix")),
                oneOf(
                        config.at("encoding"),
                        Map.of("ISO-8859-1", StandardCharsets.ISO_8859_1, "UTF-16", StandardCharsets.UTF_16),
                        StandardCharsets.UTF_8));
    }

    private static Replacement replacement(ConfigValue config) {
        List<String> both = config.list(Texts::of);
        if (both.size() != 2 || both.getFirst().isEmpty()) {
            throw config.expected("two strings, the first not empty");
        }
        return new Replacement(both.getFirst(), both.getLast());
    }

    private static Map<String, @Nullable Body> values(ConfigValue config) {
        if (!config.isPresent()) {
            return Map.of();
        }
        Map<String, @Nullable Body> values = new LinkedHashMap<>();
        for (Object name : config.object().keySet()) {
            ConfigValue value = config.at(String.valueOf(name));
            values.put(String.valueOf(name), value.isPresent() ? value(value) : null);
        }
        return Collections.unmodifiableMap(values);
    }

    private static Body value(ConfigValue config) {
        if (config.value() instanceof String) {
            return new Body.Text(Texts.of(config));
        }
        Body value = Body.parse(config);
        if (value instanceof Body.Bytes) {
            throw config.expected("a string, or one of json, repeat");
        }
        return value;
    }

    private static <T> T oneOf(ConfigValue config, Map<String, T> spellings, T fallback) {
        return config.isPresent() ? config.oneOf(spellings) : fallback;
    }

    private static boolean flag(ConfigValue config) {
        return switch (config.value()) {
            case null -> true;
            case Boolean truth -> truth;
            default -> throw config.expected("true or false");
        };
    }
}
