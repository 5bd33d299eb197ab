package io.weir.envelope;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** HTTP headers as a map by lower-case name. */
public final class Headers {
    private Headers() {}

    /** Adds a header; one that is there already is joined with a comma, as gateways do (RFC 9110, section 5.3). */
    public static void add(Map<String, String> headers, String name, String value) {
        headers.merge(name.toLowerCase(Locale.ROOT), value, (first, second) -> first + "," + second);
    }

    /** These headers by lower-case name, as they are now. What a {@link Builder} made is not copied again. */
    public static Map<String, String> copyOf(Map<String, String> headers) {
        if (headers instanceof Unchanging) {
            return headers;
        }
        Builder builder = new Builder();
        headers.forEach(builder::add);
        return builder.build();
    }

    /** Gathers headers one by one. */
    public static final class Builder {
        private final Map<String, String> headers = new LinkedHashMap<>();
        private boolean isBuilt;

        /** Adds a header; one that is there already is joined with a comma. */
        public void add(String name, String value) {
            Headers.add(open(), name, value);
        }

        /** Sets a header, whatever was there. */
        public void set(String name, String value) {
            open().put(name.toLowerCase(Locale.ROOT), value);
        }

        /** The value so far of a header; empty if there is none. */
        public String get(String lowerCaseName) {
            return headers.getOrDefault(lowerCaseName, "");
        }

        private Map<String, String> open() {
            if (isBuilt) {
                throw new IllegalStateException("the headers are gathered already");
            }
            return headers;
        }

        /** What was gathered; nothing can be added any more. */
        public Map<String, String> build() {
            isBuilt = true;
            return new Unchanging(headers);
        }
    }

    /** Headers that are in lower case and that nobody changes: the type says so, and spares each owner a copy. */
    private static final class Unchanging extends AbstractMap<String, String> {
        private final Map<String, String> headers;

        Unchanging(Map<String, String> headers) {
            this.headers = Collections.unmodifiableMap(headers);
        }

        @Override
        public @Nullable String get(@Nullable Object name) {
            return headers.get(name);
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return headers.containsKey(name);
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super String> action) {
            headers.forEach(action);
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return headers.entrySet();
        }
    }
}
