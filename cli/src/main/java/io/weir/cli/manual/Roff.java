package io.weir.cli.manual;

import java.util.Locale;

/**
 * Text of a manual page, in the macros of man(7): <a href="https://man7.org/linux/man-pages/man7/man.7.html">man.7</a>. Not for several
 * threads.
 */
final class Roff {
    private final StringBuilder text = new StringBuilder();

    /** Begins a page of section 1. The date is left out, so that two builds give the same bytes. */
    Roff(String name, String version) {
        macro("TH", name.toUpperCase(Locale.ROOT), "1", "", version, "Weir");
    }

    /** Begins a section. */
    Roff section(String title) {
        return macro("SH", title);
    }

    /** Begins a paragraph with this text. */
    Roff paragraph(String words) {
        return macro("PP").line(words);
    }

    /** A paragraph as it stands, without filling its lines. */
    Roff verbatim(String words) {
        macro("PP").macro("nf");
        words.lines().forEach(this::line);
        return macro("fi");
    }

    /** A term, bold, with what it means indented below. */
    Roff term(String term, Iterable<String> meaning) {
        macro("TP").macro("B", term);
        boolean isFirst = true;
        for (String line : meaning) {
            if (!isFirst) {
                macro("br");
            }
            line(line);
            isFirst = false;
        }
        return this;
    }

    private Roff macro(String name, String... arguments) {
        text.append('.').append(name);
        for (String argument : arguments) {
            text.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        text.append('\n');
        return this;
    }

    /** A line of text; one that begins with a full stop or an apostrophe would be taken for a macro. */
    Roff line(String words) {
        text.append(words.startsWith(".") || words.startsWith("'") ? "\\&" : "")
                .append(escaped(words))
                .append('\n');
        return this;
    }

    /** A hyphen that is typed is not the one that is set, and other letters than ASCII need their number. */
    private static String escaped(String words) {
        StringBuilder escaped = new StringBuilder();
        words.codePoints().forEach(letter -> {
            switch (letter) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> escaped.append(letter < 128 ? Character.toString(letter) : "\\[u%04X]".formatted(letter));
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
