package io.weir.envelope;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A view of headers in which some of them are not. Unmodifiable. */
final class HeadersWithout extends AbstractMap<String, String> {
    private final Map<String, String> headers;
    private final Predicate<String> hidden;

    /** @param headers unmodifiable */
    HeadersWithout(Map<String, String> headers, Predicate<String> hidden) {
        this.headers = headers;
        this.hidden = hidden;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        return containsKey(name) ? headers.get(name) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && headers.containsKey(text) && !hidden.test(text);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, String>> iterator() {
                return headers.entrySet().stream()
                        .filter(entry -> !hidden.test(entry.getKey()))
                        .iterator();
            }

            @Override
            public int size() {
                return (int) headers.keySet().stream().filter(hidden.negate()).count();
            }
        };
    }
}
