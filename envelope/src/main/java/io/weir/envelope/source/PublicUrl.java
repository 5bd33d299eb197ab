package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * The URL to which senders post, where the configuration says it. Some senders sign it, and behind a gateway that rewrites
 * host or path the request itself does not show it.
 *
 * @param text exactly as it was configured
 */
public record PublicUrl(String text) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Reads an absolute http or https URL without user, query and fragment. */
    public static PublicUrl parse(ConfigValue config) {
        String text = config.string();
        try {
            URI uri = new URI(text);
            if (uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getRawAuthority().indexOf('@') < 0
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
                return new PublicUrl(text);
            }
        } catch (URISyntaxException e) {
            // The error below.
        }
        throw config.expected("an absolute http or https URL without user, query and fragment, in ASCII");
    }

    /** The URL of a source below this one. */
    public PublicUrl of(String source) {
        return new PublicUrl((text.endsWith("/") ? text : text + "/") + source);
    }

    /**
     * As one of its requests has it.
     *
     * @param query without the question mark, possibly empty
     */
    public String withQuery(String query) {
        return query.isEmpty() ? text : text + "?" + query;
    }
}
