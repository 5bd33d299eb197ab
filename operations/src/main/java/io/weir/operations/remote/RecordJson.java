package io.weir.operations.remote;

import io.weir.json.JsonException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as trees by the names of their components: times as ISO-8601, durations as milliseconds under the name with
 * {@code Ms} behind it, constants in lower case. What is read may have members that nobody knows.
 */
final class RecordJson {
    private RecordJson() {}

    static @Nullable Object tree(@Nullable Object value) {
        return switch (value) {
            case Record fields -> object(fields);
            case Enum<?> constant -> name(constant);
            case Instant time -> time.toString();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                map.forEach((key, member) -> members.put(String.valueOf(tree(key)), tree(member)));
                yield members;
            }
            case Iterable<?> elements -> {
                List<@Nullable Object> array = new ArrayList<>();
                elements.forEach(element -> array.add(tree(element)));
                yield array;
            }
            case null, default -> value;
        };
    }

    private static Map<String, @Nullable Object> object(Record fields) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(fields);
                members.put(memberName(component), value instanceof Duration took ? took.toMillis() : tree(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e); // the components of a public record can be read
            }
        }
        return members;
    }

    private static String memberName(RecordComponent component) {
        return component.getType() == Duration.class ? component.getName() + "Ms" : component.getName();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <T extends Record> T read(Class<T> type, @Nullable Object tree) throws JsonException {
        if (!(tree instanceof Map<?, ?> members)) {
            throw new JsonException(type.getSimpleName() + ": expected an object");
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = member(type, components[i], members.get(memberName(components[i])));
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new JsonException(type.getSimpleName() + ": not as it must be");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object member(Class<?> type, RecordComponent component, @Nullable Object tree)
            throws JsonException {
        String path = type.getSimpleName() + "." + memberName(component);
        if (tree != null) {
            return value(path, component.getGenericType(), tree);
        }
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        throw new JsonException(path + ": missing");
    }

    private static Object value(String path, Type type, @Nullable Object tree) throws JsonException {
        try {
            if (type instanceof ParameterizedType generic) {
                return several(path, generic, tree);
            }
            return one((Class<?>) type, tree);
        } catch (ClassCastException | ArithmeticException | IllegalArgumentException | DateTimeParseException e) {
            throw new JsonException(path + ": not as it must be");
        }
    }

    private static Object several(String path, ParameterizedType type, @Nullable Object tree) throws JsonException {
        Type[] inner = type.getActualTypeArguments();
        if (type.getRawType() == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) notNull(tree)).entrySet()) {
                map.put(value(path, inner[0], entry.getKey()), value(path, inner[1], entry.getValue()));
            }
            return map;
        }
        List<Object> list = new ArrayList<>();
        for (Object element : (List<?>) notNull(tree)) {
            list.add(value(path, inner[0], element));
        }
        return type.getRawType() == List.class ? list : new LinkedHashSet<>(list);
    }

    private static Object one(Class<?> type, @Nullable Object tree) throws JsonException {
        if (type.isRecord()) {
            return read(type.asSubclass(Record.class), tree);
        } else if (type.isEnum()) {
            return constant(type, (String) notNull(tree));
        } else if (type == Instant.class) {
            return Instant.parse((String) notNull(tree));
        } else if (type == boolean.class) {
            return (Boolean) notNull(tree);
        } else if (type == String.class) {
            return (String) notNull(tree);
        }
        BigDecimal number = (BigDecimal) notNull(tree);
        if (type == Duration.class) {
            return Duration.ofMillis(number.longValueExact());
        }
        return type == int.class || type == Integer.class ? (Object) number.intValueExact() : number.longValueExact();
    }

    private static Object notNull(@Nullable Object tree) {
        if (tree == null) {
            throw new IllegalArgumentException("null");
        }
        return tree;
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (name((Enum<?>) constant).equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(name);
    }
}
