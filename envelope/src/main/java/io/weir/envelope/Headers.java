package io.weir.envelope;

import java.util.Locale;
import java.util.Map;

/** HTTP headers as a map by lower-case name. */
public final class Headers {
    private Headers() {}

    /** Adds a header; one that is there already is joined with a comma, as gateways do (RFC 9110, section 5.3). */
    public static void add(Map<String, String> headers, String name, String value) {
        headers.merge(name.toLowerCase(Locale.ROOT), value, (first, second) -> first + "," + second);
    }
}
