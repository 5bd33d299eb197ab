package io.weir.benchmarks.result;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a result's file; says which member is wrong. */
final class Tree {
    private final String at;
    private final Map<?, ?> members;

    private Tree(String at, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException(at + ": expected an object");
        }
        this.at = at;
        this.members = object;
    }

    static Tree parse(String file, String json) {
        try {
            return new Tree(file, Json.read(json));
        } catch (JsonException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    String text(String name) {
        return get(name, String.class);
    }

    double number(String name) {
        return get(name, BigDecimal.class).doubleValue();
    }

    @Nullable
    String textOrNull(String name) {
        return members.get(name) == null ? null : text(name);
    }

    Tree object(String name) {
        return new Tree(at + "." + name, members.get(name));
    }

    List<Tree> objects(String name) {
        List<?> all = get(name, List.class);
        return all.stream().map(one -> new Tree(at + "." + name, one)).toList();
    }

    List<Double> numbers(String name) {
        List<?> all = get(name, List.class);
        return all.stream().map(one -> number(name, one)).toList();
    }

    private double number(String name, @Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(at + "." + name + ": expected numbers");
    }

    Map<String, String> texts(String name) {
        Map<String, String> all = new LinkedHashMap<>();
        Map<?, ?> object = get(name, Map.class);
        object.forEach((key, value) -> all.put(String.valueOf(key), String.valueOf(value)));
        return all;
    }

    private <T> T get(String name, Class<T> type) {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(at + "." + name + ": expected " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
