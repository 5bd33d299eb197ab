package io.weir.cli.text;

import io.weir.operations.text.Escaped;
import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a command speaks: data to standard output, everything else to standard error. Thread-safe as far as the streams are.
 */
public final class Speech {
    private static final Map<String, String> COLOURS = Map.of(
            "dead",
            "31",
            "unproven",
            "35",
            "rejected",
            "33",
            "retrying",
            "33",
            "done",
            "32",
            "running",
            "36",
            "MISSING",
            "31");
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private final boolean hasColours;
    private @Nullable Boolean people;

    /** @param environment of which {@code NO_COLOR}, unless empty, ends colours */
    public Speech(PrintStream out, PrintStream err, Terminal terminal, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.hasColours =
                environment.getOrDefault("NO_COLOR", "").isEmpty() && !Objects.equals(environment.get("TERM"), "dumb");
    }

    /** Whether standard output is read by people: a terminal. */
    public synchronized boolean isPeople() {
        if (people == null) {
            people = terminal.isOutput();
        }
        return people;
    }

    /** The terminal. */
    public Terminal terminal() {
        return terminal;
    }

    /** How many columns a line may take. */
    public int width() {
        return terminal.width();
    }

    /** A line of data. What strangers wrote in it must be escaped. */
    public void line(String text) {
        out.println(text);
    }

    /** Data as it is. */
    public void bytes(byte[] data) {
        out.write(data, 0, data.length);
        out.flush();
    }

    /** Whether data cannot be written any more: who reads the pipe has gone. */
    public boolean isUnheard() {
        return out.checkError();
    }

    /** A sentence on standard error. */
    public void say(String sentence) {
        err.println("weir: " + Escaped.line(sentence));
    }

    /** Something on standard error as it is, without a line end. */
    public void put(String text) {
        err.print(text);
        err.flush();
    }

    /** Bold on a terminal. */
    public String bold(String text) {
        return isColoured() ? "\u001b[1m" + text + RESET : text;
    }

    /** In the colour of a word, if it has one; the word is there in any case. */
    public String coloured(String word, String text) {
        String colour = isColoured() ? COLOURS.get(word) : null;
        return colour == null ? text : "\u001b[" + colour + "m" + text + RESET;
    }

    private boolean isColoured() {
        return hasColours && isPeople();
    }
}
