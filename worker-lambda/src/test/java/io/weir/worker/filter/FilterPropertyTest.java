package io.weir.worker.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Filters beside a reference of a few lines, over flat bodies whose members may be lists. */
class FilterPropertyTest {
    private static final List<String> NAMES = List.of("a", "b", "c");

    @Provide
    Arbitrary<Object> scalar() {
        return Arbitraries.oneOf(
                Arbitraries.of("", "x", "xy", "y", "1", "true", "ü", "😀", "\"", "\\", "10.0.0.300")
                        .map(text -> (Object) text),
                Arbitraries.of("-1", "0", "1", "1.0", "1.5", "2", "1e3", "300", "-0.25")
                        .map(BigDecimal::new),
                Arbitraries.of(true, false));
    }

    @Provide
    Arbitrary<Map<String, Object>> body() {
        Arbitrary<Object> value = Arbitraries.frequencyOf(
                Tuple.of(3, scalar()), Tuple.of(1, scalar().list().ofMaxSize(3).map(list -> (Object) list)));
        return Arbitraries.maps(Arbitraries.of(NAMES), value).ofMaxSize(3);
    }

    /** One condition on a field. */
    @Provide
    Arbitrary<Object> condition() {
        Arbitrary<String> text = Arbitraries.of("", "x", "xy", "y", "1", "ü", "😀");
        Arbitrary<BigDecimal> number =
                Arbitraries.of("-1", "0", "1", "1.5", "300", "1000").map(BigDecimal::new);
        return Arbitraries.oneOf(
                scalar(),
                text.filter(prefix -> !prefix.isEmpty()).map(prefix -> Map.of("prefix", prefix)),
                text.list().ofMinSize(1).ofMaxSize(2).map(texts -> Map.of("anything-but", texts)),
                number.list().ofMinSize(1).ofMaxSize(2).map(numbers -> Map.of("anything-but", numbers)),
                Combinators.combine(Arbitraries.of("<", "<=", ">", ">=", "="), number)
                        .as((operator, bound) -> Map.of("numeric", List.of(operator, bound))),
                Arbitraries.of(true, false).map(there -> Map.of("exists", there)));
    }

    @Provide
    Arbitrary<Map<String, List<Object>>> pattern() {
        return Arbitraries.maps(
                        Arbitraries.of(NAMES), condition().list().ofMinSize(1).ofMaxSize(2))
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Property(tries = 3000)
    void wants_isWhatTheReferenceSays(
            @ForAll("pattern") Map<String, List<Object>> pattern, @ForAll("body") Map<String, Object> body)
            throws Exception {
        boolean wanted = pattern.entrySet().stream()
                .allMatch(field -> field.getValue().stream()
                        .anyMatch(condition -> holds(condition, values(body.get(field.getKey())))));
        Statistics.label("wanted").collect(wanted);
        assertThat(Filters.wants(Json.write(Map.of("body", pattern)), Json.write(body)))
                .isEqualTo(wanted);
    }

    /**
     * The second of the library's finders, which many elements lead to: only the last of them can fit. Of one element among
     * others the library does not tell what is not there, whichever finder.
     */
    @Property(tries = 300)
    void wants_ofManyElements_isWhatTheReferenceSays(
            @ForAll("pattern") Map<String, List<Object>> pattern, @ForAll("body") Map<String, Object> body)
            throws Exception {
        Assume.that(pattern.values().stream().noneMatch(all -> all.contains(Map.of("exists", false))));
        boolean wanted = pattern.entrySet().stream()
                .allMatch(field -> field.getValue().stream()
                        .anyMatch(condition -> holds(condition, values(body.get(field.getKey())))));
        Statistics.label("wanted").collect(wanted);
        List<Map<String, Object>> elements = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            elements.add(Map.of("a", "filling", "last", false));
        }
        Map<String, Object> last = new LinkedHashMap<>(body);
        last.put("last", true);
        elements.add(last);
        Map<String, List<Object>> narrowed = new LinkedHashMap<>(pattern);
        narrowed.put("last", List.of(true));
        assertThat(Filters.wants(Json.write(Map.of("body", Map.of("o", narrowed))), Json.write(Map.of("o", elements))))
                .isEqualTo(wanted);
    }

    private static List<?> values(@Nullable Object member) {
        return switch (member) {
            case null -> List.of();
            case List<?> list -> list;
            default -> List.of(member);
        };
    }

    private static boolean holds(Object condition, List<?> values) {
        if (condition instanceof Map<?, ?> rule) {
            String name = (String) rule.keySet().iterator().next();
            Object operand = rule.get(name);
            return switch (name) {
                case "exists" -> values.isEmpty() != (Boolean) operand;
                case "prefix" ->
                    values.stream().anyMatch(v -> v instanceof String text && text.startsWith((String) operand));
                case "anything-but" ->
                    values.stream().anyMatch(v -> ((List<?>) operand).stream().noneMatch(other -> same(v, other)));
                default ->
                    values.stream()
                            .anyMatch(v -> v instanceof BigDecimal number && compares(number, (List<?>) operand));
            };
        }
        return values.stream().anyMatch(value -> same(value, condition));
    }

    private static boolean compares(BigDecimal number, List<?> operand) {
        int order = number.compareTo((BigDecimal) operand.get(1));
        return switch ((String) operand.getFirst()) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> order == 0;
        };
    }

    private static boolean same(Object one, Object other) {
        return (one instanceof BigDecimal number && other instanceof BigDecimal bound)
                ? number.compareTo(bound) == 0
                : one.equals(other);
    }
}
