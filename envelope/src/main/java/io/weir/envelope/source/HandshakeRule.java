package io.weir.envelope.source;

import io.weir.envelope.scheme.FieldLocation;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request of a sender that is no event, and what the door answers to it, as data.
 *
 * @param methods its HTTP method, one of these, upper case
 * @param conditions all of which hold
 * @param echo where the text is that the answer repeats, or null if it repeats nothing
 * @param reply the form of the answer
 * @param proof how the answer is signed, or null if it needs no secret
 * @param keep whether the request is also kept for the operator: it tells a secret
 */
public record HandshakeRule(
        Set<String> methods,
        List<Condition> conditions,
        @Nullable FieldLocation echo,
        Reply reply,
        @Nullable Proof proof,
        boolean keep) {
    /** A handshake is small: what is larger is an event. */
    public static final int MAX_BYTES = 4096;

    /** What may be repeated to a stranger: nothing in it means anything to a browser. */
    private static final Pattern ECHO = Pattern.compile("[A-Za-z0-9._~=+/: -]{1,512}");

    /** The longest text that may be signed for a stranger. */
    public static final int MAX_SIGNED = 128;

    /** What may be signed for a stranger: no JSON object, and without a colon, nothing that has a time before it. */
    private static final Pattern SIGNED = Pattern.compile("[A-Za-z0-9._~=+/-]{1," + MAX_SIGNED + "}");

    /**
     * What must stand somewhere, or must not.
     *
     * @param at where
     * @param value the exact text, or null if any will do
     * @param present false if there must be nothing
     */
    public record Condition(FieldLocation at, @Nullable String value, boolean present) {}

    /** The form of an answer. In its texts {@code {echo}} and {@code {hmac}} are replaced. */
    public sealed interface Reply {
        /** The echo as plain text. */
        record Text() implements Reply {}

        /** Status 200 and no body. */
        record Empty() implements Reply {}

        /** Status 204. */
        record NoContent() implements Reply {}

        /** A JSON object of texts. */
        record JsonObject(Map<String, String> members) implements Reply {
            public JsonObject {
                members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
            }
        }

        /** The echo in a header, by its lower-case name. */
        record Header(String name) implements Reply {}
    }

    /**
     * HMAC-SHA256 of the echo with the source's secret.
     *
     * @param isHex hexadecimal, else base64
     * @param prefix what stands before it, possibly empty
     */
    public record Proof(boolean isHex, String prefix) {}

    public HandshakeRule {
        methods = Set.copyOf(methods);
        conditions = List.copyOf(conditions);
    }

    /** Whether its body decides. */
    public boolean readsBody() {
        return echo instanceof FieldLocation.Body
                || conditions.stream().anyMatch(condition -> condition.at() instanceof FieldLocation.Body);
    }

    /** Whether the door may repeat this text, and sign it if the rule does. */
    public boolean admits(String text) {
        return (proof == null ? ECHO : SIGNED).matcher(text).matches();
    }

    /**
     * Whether a door would sign these bytes for anyone who asks. Then their signature proves nothing, whatever the scheme makes
     * of them.
     */
    public static boolean isSignedForAnyone(byte[] signed) {
        return signed.length <= MAX_SIGNED
                && SIGNED.matcher(new String(signed, StandardCharsets.ISO_8859_1))
                        .matches();
    }
}
