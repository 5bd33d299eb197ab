package io.weir.console.show;

import io.weir.operations.Filter;
import io.weir.operations.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** A filter as the query of an address, by the names that the commands' options have. */
public final class FilterQuery {
    /** The fields, in the order of the commands' help. */
    public static final List<String> NAMES =
            List.of("source", "state", "reason", "since", "until", "id", "type", "grep");

    private final Filter filter;
    private final Map<String, List<String>> typed;

    private FilterQuery(Filter filter, Map<String, List<String>> typed) {
        this.filter = filter;
        this.typed = typed;
    }

    /** Reads what was typed; times such as {@code 2h} are counted back from now. */
    public static FilterQuery of(Fields fields, Instant now) throws BadFilterException {
        Map<String, List<String>> typed = new LinkedHashMap<>();
        for (String name : NAMES) {
            List<String> values = fields.getValuesOrEmpty(name).stream()
                    .flatMap(value ->
                            isList(name) ? Arrays.stream(value.split(",", -1)) : Arrays.stream(new String[] {value}))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .toList();
            if (!values.isEmpty()) {
                typed.put(name, values);
            }
        }
        return new FilterQuery(filter(typed, now), typed);
    }

    /** The query of a filter, with times as they are. */
    public static FilterQuery of(Filter filter) {
        Map<String, List<String>> typed = new LinkedHashMap<>();
        put(typed, "source", filter.sources().stream().sorted().toList());
        put(typed, "state", filter.states().stream().sorted().map(State::text).toList());
        put(typed, "reason", one(filter.reason()));
        put(typed, "since", one(filter.since()));
        put(typed, "until", one(filter.until()));
        put(typed, "id", filter.ids());
        put(typed, "type", one(filter.type()));
        put(typed, "grep", one(filter.grep()));
        return new FilterQuery(filter, typed);
    }

    private static boolean isList(String name) {
        return name.equals("source") || name.equals("state");
    }

    private static List<String> one(@Nullable Object value) {
        return value == null ? List.of() : List.of(value.toString());
    }

    private static void put(Map<String, List<String>> typed, String name, List<String> values) {
        if (!values.isEmpty()) {
            typed.put(name, values);
        }
    }

    private static Filter filter(Map<String, List<String>> typed, Instant now) throws BadFilterException {
        return new Filter(
                states(typed.getOrDefault("state", List.of())),
                Set.copyOf(typed.getOrDefault("source", List.of())),
                first(typed, "reason"),
                time(typed, "since", now),
                time(typed, "until", now),
                ids(typed.getOrDefault("id", List.of())),
                first(typed, "type"),
                first(typed, "grep"));
    }

    private static Set<State> states(List<String> names) throws BadFilterException {
        Set<State> states = EnumSet.noneOf(State.class);
        for (String name : names) {
            try {
                states.add(State.of(name));
            } catch (IllegalArgumentException e) {
                throw new BadFilterException("state: there is none of the name " + name);
            }
        }
        return states;
    }

    private static List<String> ids(List<String> ids) {
        return ids.stream()
                .flatMap(value -> Arrays.stream(value.split("\\s+")))
                .filter(id -> !id.isEmpty())
                .toList();
    }

    private static @Nullable String first(Map<String, List<String>> typed, String name) {
        List<String> values = typed.get(name);
        return values == null ? null : values.getFirst();
    }

    private static @Nullable Instant time(Map<String, List<String>> typed, String name, Instant now)
            throws BadFilterException {
        String text = first(typed, name);
        if (text == null) {
            return null;
        }
        Instant time = Times.read(text, now);
        if (time == null) {
            throw new BadFilterException(name + ": a time is 30m, 2h, 7d, 2026-11-28 or 2026-11-28T09:30:00Z");
        }
        return time;
    }

    /** The filter. */
    public Filter filter() {
        return filter;
    }

    /** What was typed into a field, or nothing. */
    public String value(String name) {
        return String.join(" ", typed.getOrDefault(name, List.of()));
    }

    /** Whether a state is among those that were asked for. */
    public boolean has(State state) {
        return filter.states().contains(state);
    }

    /** The address of a page with this filter. */
    public String link(String path) {
        return link(path, List.of());
    }

    /** The address of a page with this filter and one field more. */
    public String link(String path, String name, String value) {
        return link(path, List.of(Map.entry(name, value)));
    }

    private String link(String path, List<Map.Entry<String, String>> more) {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, String> field : fields()) {
            pairs.add(field.getKey() + "=" + Words.encoded(field.getValue()));
        }
        for (Map.Entry<String, String> field : more) {
            pairs.add(field.getKey() + "=" + Words.encoded(field.getValue()));
        }
        return pairs.isEmpty() ? path : path + "?" + String.join("&", pairs);
    }

    /** The fields, for a form that does not show them. */
    public List<Map.Entry<String, String>> fields() {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        typed.forEach((name, values) -> values.forEach(value -> fields.add(Map.entry(name, value))));
        return fields;
    }
}
