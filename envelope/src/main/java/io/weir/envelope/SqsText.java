package io.weir.envelope;

import java.nio.charset.StandardCharsets;

/**
 * Which text SQS takes: #x9 #xA #xD #x20-#xD7FF #xE000-#xFFFD #x10000-#x10FFFF.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>
 */
public final class SqsText {
    private SqsText() {}

    /** Whether SQS takes every character of the text. A lone surrogate is not taken. */
    public static boolean isLegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= ' ' && c < '\uD800') || c == '\n' || c == '\r' || c == '\t') {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c < '\uE000' || c > '\uFFFD') {
                return false;
            }
        }
        return true;
    }

    /** The text with each character that SQS refuses percent-encoded, as a URL would have it. */
    static String escape(String text) {
        if (isLegal(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            String character = Character.toString(codePoint);
            if (isLegal(character)) {
                escaped.append(character);
            } else {
                for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
                    escaped.append(String.format("%%%02X", b));
                }
            }
        });
        return escaped.toString();
    }

    /** Length of the text in UTF-8, without encoding it. */
    public static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A surrogate pair is two chars and four bytes: one more for each half.
                length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return length;
    }
}
