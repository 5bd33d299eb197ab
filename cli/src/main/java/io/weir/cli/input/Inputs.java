package io.weir.cli.input;

import picocli.CommandLine;

/** Values of options that more than one command has. */
public final class Inputs {
    private static final int MAX_PORT = 65_535;

    private Inputs() {}

    /**
     * Refuses what is no port.
     *
     * @throws CommandLine.ParameterException saying what is expected
     */
    public static void checkPort(CommandLine command, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new CommandLine.ParameterException(
                    command, "--port: expected 0 (for a free one) to " + MAX_PORT + ", not " + port);
        }
    }
}
