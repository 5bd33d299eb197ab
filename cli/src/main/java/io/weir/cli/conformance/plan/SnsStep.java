package io.weir.cli.conformance.plan;

import io.weir.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes a step a message of SNS.
 *
 * @param type of the message
 * @param version of the signature, {@code 1} or {@code 2}
 * @param fields set before signing; null leaves one out
 * @param after set after signing; null leaves one out
 * @param text what is replaced in the JSON text after signing, each an old and a new one
 * @param algorithm {@code SHA1} or {@code SHA256} where it is not that of the version, or null
 * @param key {@code genuine} or {@code other}
 * @param certificate which certificate lies at the URL
 * @param certificateUrl the SigningCertURL as it is, or null for that of the topic
 * @param mayFetch whether the receiver may fetch anything at all
 */
public record SnsStep(
        String type,
        String version,
        Map<String, @Nullable String> fields,
        Map<String, @Nullable String> after,
        List<List<String>> text,
        @Nullable String algorithm,
        String key,
        String certificate,
        @Nullable String certificateUrl,
        boolean mayFetch) {
    /** A notification as SNS sends it. */
    public static final SnsStep GENUINE =
            new SnsStep("Notification", "2", Map.of(), Map.of(), List.of(), null, "genuine", "genuine", null, true);

    static SnsStep parse(ConfigValue config) {
        config.onlyMembers(
                "type",
                "version",
                "fields",
                "after",
                "text",
                "algorithm",
                "key",
                "certificate",
                "certificateUrl",
                "mayFetch");
        ConfigValue algorithm = config.at("algorithm");
        ConfigValue url = config.at("certificateUrl");
        return new SnsStep(
                config.at("type").stringOr(GENUINE.type),
                config.at("version").stringOr(GENUINE.version),
                fields(config.at("fields")),
                fields(config.at("after")),
                config.at("text").list(pair -> pair.list(Texts::of)),
                algorithm.isPresent() ? algorithm.string() : null,
                config.at("key").stringOr(GENUINE.key),
                config.at("certificate").stringOr(GENUINE.certificate),
                url.isPresent() ? Texts.of(url) : null,
                !Boolean.FALSE.equals(config.at("mayFetch").value()));
    }

    private static Map<String, @Nullable String> fields(ConfigValue config) {
        if (!config.isPresent()) {
            return Map.of();
        }
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        for (Object name : new ArrayList<>(config.object().keySet())) {
            ConfigValue value = config.at(String.valueOf(name));
            fields.put(String.valueOf(name), value.isPresent() ? Texts.of(value) : null);
        }
        return Collections.unmodifiableMap(fields);
    }
}
