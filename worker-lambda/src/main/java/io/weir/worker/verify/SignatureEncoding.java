package io.weir.worker.verify;

import io.weir.envelope.source.HmacScheme;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How bytes are written as text, strictly: the two alphabets of base64 are not mixed up. */
final class SignatureEncoding {
    private SignatureEncoding() {}

    /** The bytes, or null if the text is not written so. Hex in either case; base64 with or without padding. */
    static byte @Nullable [] decode(String text, HmacScheme.Encoding encoding) {
        try {
            return switch (encoding) {
                case HEX -> HexFormat.of().parseHex(text);
                case BASE64 -> Base64.getDecoder().decode(text);
                case BASE64URL -> Base64.getUrlDecoder().decode(text);
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String encode(byte[] bytes, HmacScheme.Encoding encoding) {
        return switch (encoding) {
            case HEX -> HexFormat.of().formatHex(bytes);
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
            case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        };
    }
}
