package io.weir.verify.signature;

import io.weir.envelope.scheme.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How bytes are written as text, strictly: the two alphabets of base64 are not mixed up. */
final class SignatureEncoding {
    /** Of each character the value as a hex digit, or -1. */
    private static final byte[] DIGIT = digitValues();

    private SignatureEncoding() {}

    /** The bytes, or null if the text is not written so. Hex in either case; base64 with or without padding. */
    static byte @Nullable [] decode(String text, SignatureScheme.Encoding encoding) {
        try {
            return switch (encoding) {
                case HEX -> hex(text);
                case BASE64 -> Base64.getDecoder().decode(text);
                case BASE64URL -> Base64.getUrlDecoder().decode(text);
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As {@link HexFormat#parseHex}, at half its cost, which is a tenth of a whole verification. */
    private static byte @Nullable [] hex(String text) {
        byte[] digits = text.getBytes(StandardCharsets.ISO_8859_1); // what is beyond becomes a question mark
        if (digits.length % 2 != 0) {
            return null;
        }
        byte[] bytes = new byte[digits.length / 2];
        int wrong = 0;
        for (int i = 0; i < bytes.length; i++) {
            int value = DIGIT[digits[2 * i] & 0xFF] << 4 | DIGIT[digits[2 * i + 1] & 0xFF];
            wrong |= value;
            bytes[i] = (byte) value;
        }
        return wrong < 0 ? null : bytes;
    }

    private static byte[] digitValues() {
        byte[] values = new byte[256];
        for (int c = 0; c < values.length; c++) {
            values[c] = (byte) (HexFormat.isHexDigit(c) ? HexFormat.fromHexDigit(c) : -1);
        }
        return values;
    }

    static String encode(byte[] bytes, SignatureScheme.Encoding encoding) {
        return switch (encoding) {
            case HEX -> HexFormat.of().formatHex(bytes);
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
            case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        };
    }
}
