package io.weir.verify.secret;

import io.weir.envelope.Utf8;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds as a secret: the plain text, a JSON array of such, {@code {"secrets": [...]}}, or an object with one
 * member of any name, as the console of Secrets Manager writes it. White space around a plain text, and a byte order mark
 * before it, are no part of it: editors and {@code echo} add them, and no sender signs with them. A secret that has such
 * white space is written as JSON, where only newlines at the end are trimmed. A set of public keys (a JWKS, RFC 7517) is one
 * secret, whole.
 */
public final class SecretText {
    private static final String FORMS =
            "expected the secret alone, a JSON array of secrets, {\"secrets\": [...]} or an object with one member";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SecretText() {}

    /**
     * The secrets in the bytes of a text.
     *
     * @param origin where it came from, for errors
     * @throws RefusedException as {@link #parse(String, String)}, or if it is not written in UTF-8
     */
    public static List<byte[]> parse(String origin, byte[] text) throws RefusedException {
        String decoded = Utf8.decode(text);
        if (decoded == null || decoded.indexOf(0) >= 0) {
            boolean pairs = startsWith(text, 0xFF, 0xFE) || startsWith(text, 0xFE, 0xFF) || decoded != null;
            throw new RefusedException(origin + ": not written in UTF-8 but in "
                    + (pairs ? "UTF-16, as some editors of Windows do" : "another encoding") + "; write it in UTF-8");
        }
        return parse(origin, decoded);
    }

    private static boolean startsWith(byte[] text, int first, int second) {
        return text.length >= 2 && (text[0] & 0xFF) == first && (text[1] & 0xFF) == second;
    }

    /**
     * The secrets in a text, at least one and none empty.
     *
     * @param origin where it came from, for errors
     * @throws RefusedException if there is none; to be put right in the store, then retried
     */
    public static List<byte[]> parse(String origin, String text) throws RefusedException {
        String plain = withoutMarks(text).strip();
        List<byte[]> secrets = new ArrayList<>();
        for (Object secret : list(origin, plain)) {
            if (!(secret instanceof String one) || one.strip().isEmpty()) {
                throw new RefusedException(origin + ": a secret is empty or no text; " + FORMS);
            }
            secrets.add(trimmed(one).getBytes(StandardCharsets.UTF_8));
        }
        if (secrets.isEmpty()) {
            throw new RefusedException(origin + ": holds no secret");
        }
        return secrets;
    }

    private static List<?> list(String origin, String text) throws RefusedException {
        Object tree = tree(origin, text);
        if (tree instanceof List<?> array) {
            return array;
        }
        if (!(tree instanceof Map<?, ?> object)) {
            return List.of(text);
        }
        if (object.get("secrets") instanceof List<?> array) {
            return array;
        }
        if (isKeySet(object)) {
            return List.of(text);
        }
        if (object.size() == 1 && object.values().iterator().next() instanceof String one) {
            return List.of(one);
        }
        throw new RefusedException(
                origin + ": a JSON object, and which of its members is the secret cannot be told; " + FORMS);
    }

    private static boolean isKeySet(Map<?, ?> object) {
        return object.get("keys") instanceof List<?> keys
                && !keys.isEmpty()
                && keys.stream()
                        .allMatch(key -> key instanceof Map<?, ?> members && members.get("kty") instanceof String);
    }

    private static String withoutMarks(String text) {
        int start = 0;
        while (text.startsWith(BYTE_ORDER_MARK, start)) {
            start++;
        }
        return text.substring(start);
    }

    /**
     * The array or object that the text is, or null. Plain text may begin as JSON does; what ends so, too, was meant as JSON,
     * and must not silently be a secret with which nothing is ever genuine.
     */
    private static @Nullable Object tree(String origin, String text) throws RefusedException {
        if (isWithin(text, '"', '"')) {
            throw new RefusedException(origin + ": a text in quotes, which would be part of it; " + FORMS);
        }
        boolean looksWhole = isWithin(text, '[', ']') || isWithin(text, '{', '}');
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return null;
        }
        try {
            return Json.read(text);
        } catch (JsonException e) {
            if (looksWhole) {
                throw new RefusedException(origin + ": looks like JSON and is none, " + e.getMessage() + "; " + FORMS);
            }
            return null;
        }
    }

    private static boolean isWithin(String text, char first, char last) {
        return text.length() > 1 && text.charAt(0) == first && text.charAt(text.length() - 1) == last;
    }

    private static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }
}
