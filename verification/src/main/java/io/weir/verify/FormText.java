package io.weir.verify;

import io.weir.envelope.ReceivedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names and values of a query or a form, {@code application/x-www-form-urlencoded}. */
public final class FormText {
    private FormText() {}

    /** Whether the body is a form, as the request says. */
    public static boolean isForm(ReceivedRequest request) {
        String contentType = request.header("content-type");
        return contentType != null
                && contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    /** What stands behind the question mark, or nothing. */
    static String query(String url) {
        int query = url.indexOf('?');
        return query < 0 ? "" : url.substring(query + 1);
    }

    /** A parameter's decoded value, or null if it is not there, or twice, or cannot be decoded. */
    static @Nullable String parameter(String name, String form) {
        List<String> values = firstTwo(name, form);
        return values.size() == 1 ? decoded(values.getFirst()) : null;
    }

    /** What stands behind a name as it is written, at most twice. Whoever sends a form of a million pairs costs one look at each. */
    private static List<String> firstTwo(String name, String form) {
        List<String> values = new ArrayList<>();
        int start = 0;
        while (start < form.length() && values.size() < 2) {
            int and = form.indexOf('&', start);
            int end = and < 0 ? form.length() : and;
            int equals = form.indexOf('=', start, end);
            if (equals > start && name.equals(decoded(form.substring(start, equals)))) {
                values.add(form.substring(equals + 1, end));
            }
            start = end + 1;
        }
        return values;
    }

    /** A field of a form by a pointer of one step, or null. */
    public static @Nullable String field(List<String> path, byte[] body) {
        return path.size() == 1 ? parameter(path.getFirst(), text(body)) : null;
    }

    /**
     * The same, of which the proof is made.
     *
     * @throws RejectionException {@code malformed} if the field is there twice
     */
    static @Nullable String onlyField(List<String> path, byte[] body) throws RejectionException {
        String name = path.getFirst();
        if (firstTwo(name, text(body)).size() > 1) {
            throw RejectionException.malformed("the form has " + name + " twice");
        }
        return field(path, body);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static @Nullable String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
