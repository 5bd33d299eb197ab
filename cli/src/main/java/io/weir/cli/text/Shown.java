package io.weir.cli.text;

import io.weir.envelope.Sha256;
import io.weir.envelope.Utf8;
import java.util.Arrays;
import java.util.Locale;

/** A stranger's bytes, and credentials, made fit for a terminal. */
public final class Shown {
    private static final int LONG = 600;
    private static final int HEAD = 240;
    private static final int TAIL = 120;
    private static final int BEGINNING = 6;

    private Shown() {}

    /** All of a short text; of a long one head and tail, with its length and digest. */
    public static String bytes(byte[] bytes) {
        if (bytes.length <= LONG) {
            return escaped(bytes);
        }
        byte[] head = Arrays.copyOf(bytes, HEAD);
        byte[] tail = Arrays.copyOfRange(bytes, bytes.length - TAIL, bytes.length);
        return escaped(head) + " [... " + bytes.length + " bytes in all, SHA-256 " + Sha256.hex(bytes) + " ...] "
                + escaped(tail);
    }

    /** With an escape for all that a terminal would obey or hide, and for each byte that is no UTF-8. */
    public static String escaped(byte[] bytes) {
        String text = Utf8.decode(bytes);
        StringBuilder shown = new StringBuilder();
        if (text == null) {
            for (byte b : bytes) {
                shown.append(b >= ' ' && b < 0x7F && b != '\\' ? "" + (char) b : "\\x%02x".formatted(b & 0xFF));
            }
            return shown.toString();
        }
        text.codePoints().forEach(c -> append(shown, c));
        return shown.toString();
    }

    /** The same of a text. */
    public static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> append(shown, c));
        return shown.toString();
    }

    private static void append(StringBuilder shown, int c) {
        switch (c) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            case '\\' -> shown.append("\\\\");
            default -> {
                if ((c >= ' ' && c < 0x7F) || Character.isLetterOrDigit(c)) {
                    shown.appendCodePoint(c);
                } else {
                    shown.append(String.format(Locale.ROOT, "\\u{%x}", c));
                }
            }
        }
    }

    /** The beginning of a credential, unless it is to be shown whole. */
    public static String credential(String text, boolean whole) {
        return whole || text.length() <= BEGINNING
                ? escaped(text)
                : escaped(text.substring(0, BEGINNING)) + "... (" + text.length() + " characters)";
    }

    /** Where two texts part, counted from 1; 0 if they are equal. */
    public static int difference(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return i + 1;
            }
        }
        return one.length() == other.length() ? 0 : shorter + 1;
    }
}
