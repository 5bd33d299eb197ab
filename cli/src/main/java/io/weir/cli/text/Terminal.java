package io.weir.cli.text;

import org.jspecify.annotations.Nullable;

/** Whether people are there, and what they answer. */
public interface Terminal {
    /** Whether standard output is one. */
    boolean isOutput();

    /** Whether standard error is one. */
    boolean isError();

    /** Whether standard input is one, so that somebody can be asked. */
    boolean isInput();

    /** How many columns it has. */
    int width();

    /** Reads a line that somebody types; null if there is none. */
    @Nullable
    String readLine();
}
