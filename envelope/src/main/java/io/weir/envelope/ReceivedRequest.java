package io.weir.envelope;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as the door received it, byte for byte. Immutable as long as nobody writes to {@link #body()}.
 *
 * @param source name of the source it was sent to, the first path segment
 * @param receivedAt when the door received it, in milliseconds: freshness is judged against this, never a later clock
 * @param method HTTP method, upper case
 * @param url full URL with query, as the sender saw it; some schemes sign it
 * @param headers by lower-case name; a repeated header is joined with a comma, as the gateway does
 * @param body the bytes that came
 * @param id what the door called it, a ULID of 26 characters; null if it has no name yet, or an earlier door took it
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below compare the contents
public record ReceivedRequest(
        String source,
        Instant receivedAt,
        String method,
        String url,
        Map<String, String> headers,
        byte[] body,
        @Nullable String id)
        implements Delivery {
    private static final Pattern ID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

    /** Whether the text is an id: a ULID, 26 characters of Crockford's base 32, of which the first is at most 7. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** A request without an id. */
    public ReceivedRequest(
            String source, Instant receivedAt, String method, String url, Map<String, String> headers, byte[] body) {
        this(source, receivedAt, method, url, headers, body, null);
    }

    public ReceivedRequest {
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
        headers = Headers.copyOf(headers);
    }

    /** The same request under this id. */
    public ReceivedRequest withId(@Nullable String value) {
        return new ReceivedRequest(source, receivedAt, method, url, headers, body, value);
    }

    /** The value of a header, whatever the case of the name, or null. */
    public @Nullable String header(String name) {
        String value = headers.get(name); // most names are written in lower case already
        return value != null ? value : headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** All headers but those of some names: a view, which costs nothing until it is read. */
    public Map<String, String> headersWithout(Predicate<String> names) {
        return new HeadersWithout(headers, names);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReceivedRequest that
                && source.equals(that.source)
                && receivedAt.equals(that.receivedAt)
                && method.equals(that.method)
                && url.equals(that.url)
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body)
                && Objects.equals(id, that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, receivedAt, method, url, headers, Arrays.hashCode(body), id);
    }

    /** Names the request without its headers and body, which may hold secrets. */
    @Override
    public String toString() {
        return "ReceivedRequest[id=" + id + ", source=" + source + ", receivedAt=" + receivedAt + ", bytes="
                + body.length + "]";
    }
}
