package io.weir.verify.vector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.WebhookScheme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An example of a genuine request in the file of a preset.
 *
 * @param name the preset, and which of its examples
 * @param scheme as {@code setup.write} has it: with an audience where the sender's tokens need one
 * @param secret as its store has it, or null
 * @param publicKey the sender's key, or that of its certificate, or null
 * @param request as it came
 * @param id the sender's id of the event, or null
 * @param type the sender's type of the event, or null
 */
public record PresetVector(
        String name,
        WebhookScheme scheme,
        @Nullable String secret,
        @Nullable String publicKey,
        ReceivedRequest request,
        @Nullable String id,
        @Nullable String type) {
    /** Those of all presets whose scheme is of a kind. */
    public static List<PresetVector> of(Class<? extends WebhookScheme> kind) {
        List<PresetVector> vectors = new ArrayList<>();
        for (String preset : Presets.names()) {
            Map<String, @Nullable Object> file = Presets.file(preset);
            Object written = new ConfigValue(preset, file)
                    .at("setup")
                    .at("write")
                    .object()
                    .get("scheme");
            WebhookScheme scheme = WebhookScheme.parse(new ConfigValue(preset, written));
            List<?> examples = (List<?>) Objects.requireNonNull(file.get("vectors"));
            for (int i = 0; i < examples.size() && kind.isInstance(scheme); i++) {
                vectors.add(read(preset + " " + (i + 1), scheme, (Map<?, ?>) examples.get(i)));
            }
        }
        return vectors;
    }

    private static PresetVector read(String name, WebhookScheme scheme, Map<?, ?> example) {
        Map<String, String> headers = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(example.get("headers")))
                .forEach((header, value) -> headers.put((String) header, (String) value));
        return new PresetVector(
                name,
                scheme,
                (String) example.get("secret"),
                (String) example.get("publicKey"),
                new ReceivedRequest(
                        "s",
                        Instant.parse(text(example, "at")),
                        text(example, "method"),
                        text(example, "url"),
                        headers,
                        example.get("bodyBase64") instanceof String body
                                ? Base64.getDecoder().decode(body)
                                : text(example, "body").getBytes(UTF_8)),
                (String) example.get("id"),
                (String) example.get("type"));
    }

    private static String text(Map<?, ?> example, String member) {
        return (String) Objects.requireNonNull(example.get(member), member);
    }

    /** The same with another request. */
    PresetVector with(ReceivedRequest other) {
        return new PresetVector(name, scheme, secret, publicKey, other, id, type);
    }

    /** The same, verified with other keys. */
    PresetVector with(@Nullable String otherSecret, @Nullable String otherKey) {
        return new PresetVector(name, scheme, otherSecret, otherKey, request, id, type);
    }

    @Override
    public String toString() {
        return name;
    }
}
