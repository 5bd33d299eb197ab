package io.weir.cli.check;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param source the source that it is of, or {@code -} for what concerns all
 * @param what where and how it is, in a sentence
 */
public record Finding(Level level, String source, String what) {
    /** How bad it is. */
    public enum Level {
        OK,
        WARNING,
        ERROR;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String source, String what) {
        return new Finding(Level.OK, source, what);
    }

    static Finding warning(String source, String what) {
        return new Finding(Level.WARNING, source, what);
    }

    static Finding error(String source, String what) {
        return new Finding(Level.ERROR, source, what);
    }

    /** As a line for a person. */
    public String text() {
        return level.text() + "  " + (source.equals("-") ? "" : source + ": ") + what;
    }
}
