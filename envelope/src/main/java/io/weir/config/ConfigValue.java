package io.weir.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value inside the configuration and where it stands, so that every error can say so.
 *
 * @param path the variable and the path inside it: {@code WEIR_SOURCES /shop/scheme}
 * @param value a tree as {@link io.weir.json.Json} reads it
 */
public record ConfigValue(String path, @Nullable Object value) {
    /** The error that something else was expected here. The value itself is not repeated: it may be a secret. */
    public ConfigurationException expected(String what) {
        return new ConfigurationException(path + ": expected " + what);
    }

    public boolean isPresent() {
        return value != null;
    }

    public boolean isString() {
        return value instanceof String;
    }

    public boolean isObject() {
        return value instanceof Map;
    }

    /** The member of this object, present or not. */
    public ConfigValue at(String name) {
        return new ConfigValue(path + (path.endsWith("/") ? "" : "/") + name, object().get(name));
    }

    public Map<?, ?> object() {
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw expected("an object");
    }

    public String string() {
        if (value instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw expected("a non-empty string");
    }

    public String stringOr(String fallback) {
        return value == null ? fallback : string();
    }

    /** A text of this form. */
    public String matching(Pattern form, String what) {
        String text = string();
        if (!form.matcher(text).matches()) {
            throw expected(what);
        }
        return text;
    }

    /** A whole number within bounds, both included. */
    public long integer(long min, long max) {
        try {
            if (value instanceof BigDecimal number && number.precision() - number.scale() < 19) {
                long whole = number.longValueExact();
                if (whole >= min && whole <= max) {
                    return whole;
                }
            }
        } catch (ArithmeticException e) {
            // Not whole: the error below.
        }
        throw expected("a whole number from " + min + " to " + max);
    }

    /** An ISO-8601 duration above zero, such as {@code PT5M}. */
    public Duration duration() {
        return duration(Duration::isPositive, "a positive ISO-8601 duration such as PT5M");
    }

    /** An ISO-8601 duration, zero included. */
    public Duration durationOrZero() {
        return duration(duration -> !duration.isNegative(), "an ISO-8601 duration such as PT5M, or PT0S");
    }

    private Duration duration(Predicate<Duration> admitted, String what) {
        try {
            Duration duration = Duration.parse(string());
            if (admitted.test(duration)) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // The error below.
        }
        throw expected(what);
    }

    /** The elements of this array, each with its own path; none if the value is absent. */
    public <T> List<T> list(Function<ConfigValue, T> element) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> array)) {
            throw expected("an array");
        }
        List<T> list = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            list.add(element.apply(new ConfigValue(path + "/" + i, array.get(i))));
        }
        return List.copyOf(list);
    }

    /** One of the constants of an enum, by its spelling in the configuration. */
    public <E> E oneOf(Map<String, E> spellings) {
        E match = value instanceof String text ? spellings.get(text) : null;
        if (match == null) {
            throw expected("one of " + String.join(", ", new TreeSet<>(spellings.keySet())));
        }
        return match;
    }

    /** Refuses members that nothing reads: a misspelt option must not be silently without effect. */
    public void onlyMembers(String... known) {
        for (Object name : object().keySet()) {
            if (!List.of(known).contains(name)) {
                throw new ConfigurationException(
                        path + ": unknown member '" + name + "', expected only " + String.join(", ", known));
            }
        }
    }
}
