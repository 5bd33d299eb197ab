package io.weir.cli;

import io.weir.config.ConfigurationException;
import io.weir.local.Version;
import io.weir.local.files.Disk;
import io.weir.local.store.StoreException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code weir} command. Exit codes: 0 as wished, 1 a "no" of the command, 2 wrong usage or configuration. */
@Command(
        name = "weir",
        description = "A durable front door for events that others push over HTTP.",
        mixinStandardHelpOptions = true,
        versionProvider = WeirCommand.VersionProvider.class,
        subcommands = {RunCommand.class, SendCommand.class, VerifyCommand.class, SchemesCommand.class, TourCommand.class
        })
public final class WeirCommand {
    static final int USAGE = 2;

    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"weir " + Version.TEXT};
        }
    }

    private WeirCommand() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs the command and returns its exit code. */
    static int run(String... arguments) {
        CommandLine command = new CommandLine(new WeirCommand());
        command.setExecutionExceptionHandler((fault, line, result) -> {
            if (fault instanceof ConfigurationException
                    || fault instanceof StoreException
                    || fault instanceof IOException) {
                line.getErr().println("weir: " + (fault instanceof IOException io ? Disk.why(io) : fault.getMessage()));
                return USAGE;
            }
            throw fault;
        });
        return command.execute(arguments);
    }
}
