package io.weir.worker.jwt;

import com.nimbusds.jose.util.Base64URL;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Utf8;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signed token as it came, read strictly and not yet proven. Of its header, only algorithm, key id and type are looked at: a key
 * or certificate that a token brings along, or an address of one, is a stranger's word.
 *
 * @param algorithm one that the scheme believes
 * @param keyId null if it names none
 * @param claims what it says
 * @param signed what is signed, in ASCII
 * @param signature in base64url, decoded by nobody but the library
 */
record Jwt(
        String algorithm,
        @Nullable String keyId,
        Map<String, @Nullable Object> claims,
        String signed,
        Base64URL signature) {
    /** A token is not parsed beyond it. Real ones have 1 to 2 KB. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final int MAX_KEY_ID = 256;

    /** Exactly three parts (RFC 7515), none of them empty; five are an encrypted token. */
    private static final Pattern COMPACT =
            Pattern.compile("((?<header>[A-Za-z0-9_-]+)\\.(?<claims>[A-Za-z0-9_-]+))\\.(?<signature>[A-Za-z0-9_-]+)");

    /** What changes how a token is read, or belongs to an encrypted one, as which another reader may take it. */
    private static final Set<String> EXTENSIONS = Set.of("crit", "b64", "enc", "zip");

    /** What a signed token is called, if it says so: one made for another purpose (RFC 8725) is none. */
    private static final Set<String> TYPES = Set.of("jwt", "application/jwt");

    /**
     * Reads the token of a request.
     *
     * @throws RejectionException {@code unsigned} if there is none, {@code malformed} or {@code signature-version}
     */
    static Jwt read(JwtScheme scheme, ReceivedRequest request) throws RejectionException {
        String text = request.header(scheme.header());
        String prefix = scheme.prefix();
        if (text == null || !text.regionMatches(true, 0, prefix, 0, prefix.length())) {
            throw new RejectionException(Reason.UNSIGNED, "no token");
        }
        if (text.length() - prefix.length() > MAX_LENGTH) {
            throw RejectionException.malformed("the token is longer than " + MAX_LENGTH + " characters");
        }
        Matcher parts = COMPACT.matcher(text).region(prefix.length(), text.length());
        if (!parts.matches()) {
            throw RejectionException.malformed("the token is not three parts in base64url");
        }
        Map<String, @Nullable Object> header = object(parts.group("header"));
        decode(parts.group("signature"));
        checkHeader(header);
        return new Jwt(
                algorithm(header, scheme),
                keyId(header),
                object(parts.group("claims")),
                parts.group(1),
                new Base64URL(parts.group("signature")));
    }

    private static Map<String, @Nullable Object> object(String part) throws RejectionException {
        String text = Utf8.decode(decode(part));
        try {
            if (text != null) {
                return Json.readObject(text);
            }
        } catch (JsonException e) {
            // The rejection below.
        }
        throw RejectionException.malformed("a part of the token is no JSON object in which each name is there once");
    }

    /** Without padding, and in the one way in which the bytes are written. */
    private static byte[] decode(String part) throws RejectionException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // The rejection below.
        }
        throw RejectionException.malformed("a part of the token is not base64url");
    }

    private static void checkHeader(Map<String, @Nullable Object> header) throws RejectionException {
        if (!Collections.disjoint(header.keySet(), EXTENSIONS)) {
            throw RejectionException.malformed("the token demands an extension, and none is known");
        }
        Object type = header.get("typ");
        if (header.containsKey("typ")
                && !(type instanceof String text && TYPES.contains(text.toLowerCase(Locale.ROOT)))) {
            throw RejectionException.malformed("the token's typ is not JWT: it was made for something else");
        }
    }

    private static String algorithm(Map<String, @Nullable Object> header, JwtScheme scheme) throws RejectionException {
        if (header.get("alg") instanceof String algorithm && scheme.algorithms().contains(algorithm)) {
            return algorithm;
        }
        throw new RejectionException(Reason.SIGNATURE_VERSION, "the token's algorithm is none of the scheme's");
    }

    private static @Nullable String keyId(Map<String, @Nullable Object> header) throws RejectionException {
        Object keyId = header.get("kid");
        if (keyId == null && !header.containsKey("kid")) {
            return null;
        }
        if (keyId instanceof String text && !text.isEmpty() && text.length() <= MAX_KEY_ID) {
            return text;
        }
        throw RejectionException.malformed("the token's kid is no text of 1 to " + MAX_KEY_ID + " characters");
    }

    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.US_ASCII);
    }

    /** Leaves out what could be used again. */
    @Override
    public String toString() {
        return "Jwt[" + algorithm + "]";
    }
}
