package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import io.weir.config.Packed;
import io.weir.envelope.Sha256;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The configured sources, by name. Immutable. */
public final class Sources {
    /** A function's environment is 4 KB; unpacked, this bounds what a wrong value can do to memory. */
    private static final int MAX_BYTES = 1 << 20;

    private static final String VARIABLE = "WEIR_SOURCES";

    /** One version of a parameter, and the digest of what it holds. */
    private static final Pattern STORED =
            Pattern.compile("ssm:(/[A-Za-z0-9_./-]+:[1-9][0-9]*)[?]sha256=([0-9a-f]{64})");

    /** Where sources lie that are too large for the environment. */
    @FunctionalInterface
    public interface Store {
        /**
         * A stored text.
         *
         * @param name of a parameter, with its version
         * @throws IOException saying why it cannot be had
         */
        String get(String name) throws IOException;
    }

    private final Map<String, Source> byName;

    private Sources(Map<String, Source> byName) {
        this.byName = byName;
    }

    /**
     * Reads the sources of a function: {@code WEIR_SOURCES} holds them, or says where they lie, as
     * {@code ssm:/weir/weir/sources:3?sha256=...}. The digest is that of the JSON. So a version of a function has the sources with
     * which it was published, whenever it starts.
     *
     * @throws ConfigurationException naming the variable, and what was expected or cannot be had
     */
    public static Sources read(Environment environment, Store store) {
        String text = environment.required(VARIABLE).strip();
        if (!text.startsWith("ssm:")) {
            return parse(VARIABLE, text);
        }
        Matcher reference = STORED.matcher(text);
        if (!reference.matches()) {
            throw new ConfigurationException(
                    VARIABLE + ": expected ssm:, a parameter's name and version, ?sha256= and 64 hexadecimal digits");
        }
        String name = reference.group(1);
        String json;
        try {
            json = unpack(VARIABLE + ": parameter " + name, store.get(name));
        } catch (IOException e) {
            throw new ConfigurationException(
                    VARIABLE + ": the parameter " + name + " cannot be read: " + e.getMessage());
        }
        if (!Sha256.hex(json.getBytes(StandardCharsets.UTF_8)).equals(reference.group(2))) {
            throw new ConfigurationException(VARIABLE + ": the parameter " + name
                    + " does not hold the sources with which this version was published: its digest is another");
        }
        return parse(VARIABLE, json);
    }

    /**
     * Reads the sources.
     *
     * @param origin where the text came from, for errors: {@code WEIR_SOURCES} or a file's name
     * @param text the JSON object, or the same gzipped and base64-encoded
     * @throws ConfigurationException naming origin, path and what was expected
     */
    public static Sources parse(String origin, String text) {
        String json = text.strip();
        if (!json.startsWith("{")) {
            json = unpack(origin, json);
        }
        Object tree;
        try {
            tree = Json.read(json);
        } catch (JsonException e) {
            throw new ConfigurationException(origin + ": " + e.getMessage());
        }
        ConfigValue root = new ConfigValue(origin + " /", tree);
        Map<String, Source> byName = new LinkedHashMap<>();
        for (Object name : root.object().keySet()) {
            byName.put((String) name, SourceParser.parse((String) name, root.at((String) name)));
        }
        if (byName.isEmpty()) {
            throw root.expected("at least one source");
        }
        return new Sources(Collections.unmodifiableMap(byName));
    }

    /**
     * Sources that the program itself makes.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static Sources of(Source... sources) {
        Map<String, Source> byName = new LinkedHashMap<>();
        for (Source source : sources) {
            if (byName.put(source.name(), source) != null) {
                throw new IllegalArgumentException("two sources of the name " + source.name());
            }
        }
        return new Sources(Collections.unmodifiableMap(byName));
    }

    private static String unpack(String origin, String text) {
        try {
            byte[] bytes = Packed.unpack(text, MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigurationException(origin + ": expected at most " + MAX_BYTES + " bytes unpacked");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(origin + ": expected a JSON object, or one gzipped and base64-encoded");
        }
    }

    public @Nullable Source find(String name) {
        return byName.get(name);
    }

    /** The first source that lists this topic, or null: for messages that SNS itself put on the queue. */
    public @Nullable Source findByTopic(String topicArn) {
        for (Source source : byName.values()) {
            if (source.allowsTopic(topicArn)) {
                return source;
            }
        }
        return null;
    }

    public Collection<Source> all() {
        return byName.values();
    }
}
