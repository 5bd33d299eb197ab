package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The schemes that have a name. Each is a file: what its sender does, where that is documented, what to click, and examples that
 * prove it. A file is read when its name is first asked for. Thread-safe.
 */
public final class Presets {
    private static final String FOLDER = "presets/";
    private static final List<String> NAMES =
            new String(resource("index"), StandardCharsets.UTF_8).lines().toList();
    private static final Map<String, Map<String, @Nullable Object>> KNOWN = new ConcurrentHashMap<>();

    private Presets() {}

    /** The names, in order. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The whole file of a preset, as the tree that its JSON is.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Map<String, @Nullable Object> file(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no preset " + name);
        }
        return KNOWN.computeIfAbsent(name, Presets::read);
    }

    private static Map<String, @Nullable Object> read(String name) {
        try {
            return Collections.unmodifiableMap(
                    Json.readObject(new String(resource(name + ".json"), StandardCharsets.UTF_8)));
        } catch (JsonException e) {
            throw new IllegalStateException("preset " + name, e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream file = Presets.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException("no resource " + FOLDER + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The scheme of every preset by name, as the tree that its JSON is. */
    public static Map<String, Object> schemes() {
        Map<String, Object> schemes = new TreeMap<>();
        names().forEach(name -> schemes.put(name, schemeOf(name)));
        return schemes;
    }

    static Map<?, ?> schemeOf(String name) {
        return new ConfigValue("preset " + name, file(name)).at("scheme").object();
    }

    /** Whether the sender of a preset insists on 401 for a wrong signature. */
    public static boolean isVerifiedAtDoor(Scheme scheme) {
        return scheme instanceof WebhookScheme webhook
                && !webhook.name().equals(WebhookScheme.OWN)
                && "at-the-door".equals(file(webhook.name()).get("verify"));
    }

    /**
     * The preset of a name.
     *
     * @throws ConfigurationException if there is none
     */
    public static WebhookScheme scheme(String name) {
        return get(new ConfigValue("scheme", name));
    }

    static WebhookScheme get(ConfigValue config) {
        String name = config.string();
        if (!NAMES.contains(name)) {
            throw config.expected("sns, a preset that weir schemes lists, or an own scheme");
        }
        return WebhookScheme.parse(name, new ConfigValue("preset " + name, schemeOf(name)));
    }
}
