package io.weir.cli.conformance.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.config.ConfigValue;
import io.weir.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A body as a case describes it; of texts, {@code ${...}} is replaced. */
public sealed interface Body {
    /** The most repetitions that a case may ask for. */
    int MAX_TIMES = 64 * 1024 * 1024;

    /** The bytes of a play. */
    byte[] bytes(Texts texts);

    /** A text, in UTF-8. */
    record Text(String text) implements Body {
        @Override
        public byte[] bytes(Texts texts) {
            return texts.fill(text).getBytes(UTF_8);
        }
    }

    /** Any bytes. What would be a name is replaced in nothing but ASCII, so that it may stand among them. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] content) implements Body {
        @Override
        public byte[] bytes(Texts texts) {
            return texts.fillBytes(content);
        }
    }

    /** JSON, written compactly. */
    record JsonValue(@Nullable Object tree) implements Body {
        @Override
        public byte[] bytes(Texts texts) {
            return Json.write(filled(tree, texts)).getBytes(UTF_8);
        }

        private static @Nullable Object filled(@Nullable Object tree, Texts texts) {
            return switch (tree) {
                case String text -> texts.fill(text);
                case List<?> array -> {
                    List<@Nullable Object> copy = new ArrayList<>();
                    array.forEach(element -> copy.add(filled(element, texts)));
                    yield copy;
                }
                case Map<?, ?> object -> {
                    Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                    object.forEach((name, value) -> copy.put(name, filled(value, texts)));
                    yield copy;
                }
                case null, default -> tree;
            };
        }
    }

    /** A text many times, between two others. */
    record Repeated(String prefix, String text, int times, String suffix) implements Body {
        @Override
        public byte[] bytes(Texts texts) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(texts.fill(prefix).getBytes(UTF_8));
            bytes.writeBytes(text.repeat(times).getBytes(UTF_8));
            bytes.writeBytes(texts.fill(suffix).getBytes(UTF_8));
            return bytes.toByteArray();
        }
    }

    /** Reads one of the forms. */
    static Body parse(ConfigValue config) {
        if (config.object().containsKey("repeat")) {
            config.onlyMembers("repeat", "prefix", "suffix");
            ConfigValue repeat = config.at("repeat");
            repeat.onlyMembers("text", "times");
            return new Repeated(
                    Texts.orEmpty(config.at("prefix")),
                    repeat.at("text").string(),
                    (int) repeat.at("times").integer(1, MAX_TIMES),
                    Texts.orEmpty(config.at("suffix")));
        }
        config.onlyMembers("text", "base64", "json");
        if (config.object().size() != 1) {
            throw config.expected("one of text, base64, json, repeat");
        }
        if (config.object().containsKey("json")) {
            Texts.check(config.at("json"));
            return new JsonValue(config.at("json").value());
        }
        if (config.object().containsKey("text")) {
            return new Text(Texts.of(config.at("text")));
        }
        try {
            return new Bytes(Base64.getDecoder().decode(Texts.of(config.at("base64"))));
        } catch (IllegalArgumentException e) {
            throw config.at("base64").expected("base64");
        }
    }
}
