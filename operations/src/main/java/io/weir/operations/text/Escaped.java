package io.weir.operations.text;

/**
 * Text that strangers wrote, with each character as an escape that could move a cursor, hide something, or turn the
 * direction of what follows: control and format characters, line and paragraph separators, halves of pairs. A backslash
 * stays as it is, so that the result is for eyes, not to be read back.
 */
public final class Escaped {
    private Escaped() {}

    /** For one line: line ends and tabs are escapes, too. */
    public static String line(String text) {
        return escape(text, false);
    }

    /** For several lines: LF and tab stay. */
    public static String text(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean lines) {
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isHarmless(point) || (lines && (point == '\n' || point == '\t'))) {
                escaped.appendCodePoint(point);
            } else {
                for (char unit : Character.toChars(point)) {
                    escaped.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
