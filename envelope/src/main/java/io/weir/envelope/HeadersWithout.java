package io.weir.envelope;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A view of headers in which one of them is not. Unmodifiable. */
final class HeadersWithout extends AbstractMap<String, String> {
    private final Map<String, String> headers;
    private final String hidden;

    /** @param headers unmodifiable */
    HeadersWithout(Map<String, String> headers, String hidden) {
        this.headers = headers;
        this.hidden = hidden;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        return hidden.equals(name) ? null : headers.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return !hidden.equals(name) && headers.containsKey(name);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, String>> iterator() {
                return headers.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(hidden))
                        .iterator();
            }

            @Override
            public int size() {
                return headers.size() - (headers.containsKey(hidden) ? 1 : 0);
            }
        };
    }
}
