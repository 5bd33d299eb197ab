package io.weir.worker.sns;

import io.weir.envelope.Utf8;
import io.weir.verify.RejectionException;
import java.nio.charset.StandardCharsets;

/** Which characters a message may hold, as a whole and in a field. */
final class SnsText {
    private static final char REPLACEMENT = '\uFFFD';

    private SnsText() {}

    /**
     * The text of a body. The fast way puts U+FFFD for what is no UTF-8; only a text that holds it is decoded again,
     * strictly.
     *
     * @throws RejectionException {@code malformed} if it is no UTF-8
     */
    static String decode(byte[] body) throws RejectionException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && Utf8.decode(body) == null) {
            throw RejectionException.malformed("not UTF-8");
        }
        return text;
    }

    /** The first character that is no white space of JSON, or NUL if there is none. */
    static char first(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return c;
            }
        }
        return 0;
    }

    /**
     * Whether no string in the text can hold a control character or a lone surrogate. Strict JSON has no other control
     * characters than DEL in a string, unless escaped or beyond ASCII; a lone surrogate is always an escape.
     *
     * @param bytes how many bytes the text has in UTF-8
     */
    static boolean isPlain(String text, int bytes) {
        return text.length() == bytes && text.indexOf('\\') < 0 && text.indexOf('\u007F') < 0;
    }

    /**
     * Checks the value of a field that is read.
     *
     * @throws RejectionException {@code malformed} for a lone surrogate, or a control character outside the message
     */
    static void check(SnsFields.Field field, String value) throws RejectionException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                continue;
            }
            if (Character.isISOControl(c) && field != SnsFields.Field.MESSAGE) {
                // Lines could be split anew between fields.
                throw RejectionException.malformed("control character in " + field.text());
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isSurrogatePair(c, i + 1 < value.length() ? value.charAt(i + 1) : c)) {
                    throw RejectionException.malformed("lone surrogate in " + field.text());
                }
                i++;
            }
        }
    }
}
