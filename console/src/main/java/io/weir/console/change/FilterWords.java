package io.weir.console.change;

import io.weir.operations.Filter;
import io.weir.operations.State;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filter as the audit names it. */
final class FilterWords {
    private FilterWords() {}

    /** Without the text that was searched: it may be what a purge shall delete everywhere. */
    static Map<String, Object> of(Filter filter) {
        Map<String, Object> words = new LinkedHashMap<>();
        if (!filter.states().isEmpty()) {
            words.put(
                    "states", filter.states().stream().map(State::text).sorted().toList());
        }
        if (!filter.sources().isEmpty()) {
            words.put("sources", filter.sources().stream().sorted().toList());
        }
        if (!filter.ids().isEmpty()) {
            words.put("ids", filter.ids());
        }
        put(words, "reason", filter.reason());
        put(words, "since", filter.since());
        put(words, "until", filter.until());
        put(words, "type", filter.type());
        put(words, "grep", filter.grep() == null ? null : filter.grep().length() + " characters");
        return words;
    }

    private static void put(Map<String, Object> words, String name, @Nullable Object value) {
        if (value != null) {
            words.put(name, value.toString());
        }
    }
}
