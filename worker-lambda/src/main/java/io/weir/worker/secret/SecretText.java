package io.weir.worker.secret;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a store holds as a secret: the plain text, a JSON array of such, or {@code {"secrets": [...]}}. A newline at the
 * end is trimmed: editors and {@code echo} add one, and no sender signs with it.
 */
public final class SecretText {
    private SecretText() {}

    /**
     * The secrets in a text, at least one and none empty.
     *
     * @param origin where it came from, for errors
     * @throws IOException if there is none; to be put right in the store, then retried
     */
    public static List<byte[]> parse(String origin, String text) throws IOException {
        List<byte[]> secrets = new ArrayList<>();
        for (Object secret : list(text)) {
            if (!(secret instanceof String plain) || plain.strip().isEmpty()) {
                throw new IOException(origin + ": expected a secret that is not empty, or a JSON array of such");
            }
            secrets.add(trimmed(plain).getBytes(StandardCharsets.UTF_8));
        }
        if (secrets.isEmpty()) {
            throw new IOException(origin + ": holds no secret");
        }
        return secrets;
    }

    private static List<?> list(String text) {
        String json = text.strip();
        if (json.startsWith("[") || json.startsWith("{")) {
            try {
                Object tree = Json.read(json);
                if (tree instanceof List<?> array) {
                    return array;
                }
                if (tree instanceof Map<?, ?> object && object.get("secrets") instanceof List<?> array) {
                    return array;
                }
            } catch (JsonException e) {
                // Plain text that happens to begin so.
            }
        }
        return List.of(text);
    }

    private static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }
}
