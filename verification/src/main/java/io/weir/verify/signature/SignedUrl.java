package io.weir.verify.signature;

import java.util.Locale;
import java.util.Map;

/** What senders make of the URL that they sign. */
final class SignedUrl {
    /**
     * The escapes that HubSpot undoes before it signs.
     *
     * @see <a href="https://developers.hubspot.com/docs/api/webhooks/validating-requests">Validating requests</a>
     */
    private static final Map<String, String> HUBSPOT = Map.ofEntries(
            Map.entry("%3A", ":"),
            Map.entry("%2F", "/"),
            Map.entry("%3F", "?"),
            Map.entry("%40", "@"),
            Map.entry("%21", "!"),
            Map.entry("%24", "$"),
            Map.entry("%27", "'"),
            Map.entry("%28", "("),
            Map.entry("%29", ")"),
            Map.entry("%2A", "*"),
            Map.entry("%2C", ","),
            Map.entry("%3B", ";"));

    private SignedUrl() {}

    /** With HubSpot's escapes undone, once, and no others. */
    static String decoded(String url) {
        StringBuilder decoded = new StringBuilder(url.length());
        int i = 0;
        while (i < url.length()) {
            String escape = i + 3 <= url.length() ? url.substring(i, i + 3).toUpperCase(Locale.ROOT) : "";
            String plain = HUBSPOT.get(escape);
            decoded.append(plain == null ? url.substring(i, i + 1) : plain);
            i += plain == null ? 1 : 3;
        }
        return decoded.toString();
    }

    /** Path and query; a slash where the URL has no path. */
    static String path(String url) {
        int host = url.indexOf("://");
        int path = host < 0 ? url.indexOf('/') : url.indexOf('/', host + 3);
        return path < 0 ? "/" : url.substring(path);
    }
}
