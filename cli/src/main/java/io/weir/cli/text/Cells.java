package io.weir.cli.text;

import io.weir.operations.text.Escaped;
import org.jspecify.annotations.Nullable;

/** Text in cells of a table: how many columns it takes, cut and filled to a width. */
final class Cells {
    private Cells() {}

    /** For people: what strangers wrote cannot move anything. */
    static String shown(@Nullable Object value) {
        return value == null || value.equals("") ? "-" : Escaped.line(value.toString());
    }

    /** For programs: empty where there is nothing; tabs and line ends are escapes. */
    static String raw(@Nullable Object value) {
        return value == null ? "" : Escaped.line(value.toString());
    }

    static int width(String text) {
        return text.codePoints().map(Cells::width).sum();
    }

    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean isWide = (point >= 0x1100 && point <= 0x115f)
                || (point >= 0x2e80 && point <= 0xa4cf)
                || (point >= 0xac00 && point <= 0xd7a3)
                || (point >= 0xf900 && point <= 0xfaff)
                || (point >= 0xfe30 && point <= 0xfe6f)
                || (point >= 0xff00 && point <= 0xff60)
                || (point >= 0x1f300 && point <= 0x1faff)
                || (point >= 0x20000 && point <= 0x3fffd);
        return isWide ? 2 : 1;
    }

    /** Cut to a width, with a sign that it was. */
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 0;
        for (int point : text.codePoints().toArray()) {
            used += width(point);
            if (used > width - 1) {
                break;
            }
            cut.appendCodePoint(point);
        }
        return cut.append('\u2026').toString();
    }

    static String fill(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }
}
