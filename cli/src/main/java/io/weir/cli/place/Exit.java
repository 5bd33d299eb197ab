package io.weir.cli.place;

/** Exit codes. */
public final class Exit {
    /** As wished. */
    public static final int DONE = 0;
    /** Some failed, or what was asked for is not there. */
    public static final int FAILED = 1;
    /** Wrong usage. */
    public static final int USAGE = 2;
    /** What it works on does not answer. */
    public static final int UNREACHABLE = 3;
    /** As a shell says it of a command that a SIGINT ended. */
    public static final int INTERRUPTED = 130;

    private Exit() {}
}
