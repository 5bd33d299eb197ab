package io.weir.cli.conformance.plan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.weir.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code ${...}} stands for in the texts of one play. Immutable. */
public final class Texts {
    /** The name of a play's marker. */
    public static final String CASE = "case";

    private static final Set<String> NAMES = Set.of(
            CASE,
            "topic",
            "message-id",
            "certificate-url",
            "timestamp",
            "sns-host",
            "hex",
            "HEX",
            "file",
            "token",
            "witness");
    private static final Pattern NAME = Pattern.compile("\\$\\{([^}]*)}");

    private final Map<String, String> values;

    /** Of values by name, {@link #CASE} among them. */
    public Texts(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Of a play's marker alone. */
    public static Texts of(String marker) {
        return new Texts(Map.of(CASE, marker));
    }

    /** What all that a play sends carries, so that its effects are known. */
    public String marker() {
        return fill("${" + CASE + "}");
    }

    /**
     * A text with each name replaced.
     *
     * @throws IllegalArgumentException if the scheme that is played has no such thing
     */
    public String fill(String text) {
        return NAME.matcher(text).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException("the scheme has no ${" + match.group(1) + "}");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** The same in any bytes; what is put in is ASCII. */
    byte[] fillBytes(byte[] bytes) {
        return fill(new String(bytes, ISO_8859_1)).getBytes(ISO_8859_1);
    }

    /** A text of a case's file, possibly empty, whose names are known. */
    public static String of(ConfigValue config) {
        if (config.value() instanceof String text) {
            checkNames(config, text);
            return text;
        }
        throw config.expected("a string");
    }

    static String orEmpty(ConfigValue config) {
        return config.isPresent() ? of(config) : "";
    }

    /** Refuses names that nothing stands for, in a whole tree. */
    static void check(ConfigValue config) {
        switch (config.value()) {
            case String text -> checkNames(config, text);
            case List<?> array -> {
                for (int i = 0; i < array.size(); i++) {
                    check(new ConfigValue(config.path() + "/" + i, array.get(i)));
                }
            }
            case Map<?, ?> object -> object.keySet().forEach(name -> check(config.at(String.valueOf(name))));
            case null, default -> {}
        }
    }

    private static void checkNames(ConfigValue config, String text) {
        Matcher names = NAME.matcher(text);
        while (names.find()) {
            if (!NAMES.contains(names.group(1))) {
                throw config.expected("no ${" + names.group(1) + "}: nothing stands for it");
            }
        }
    }
}
