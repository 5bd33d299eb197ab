package io.weir.cli;

import io.weir.cli.check.CheckCommand;
import io.weir.cli.conformance.ConformanceCommand;
import io.weir.cli.console.ConsoleCommand;
import io.weir.cli.explain.ExplainCommand;
import io.weir.cli.input.SourcesFile;
import io.weir.cli.manual.ManualCommand;
import io.weir.cli.operate.OperateCommands;
import io.weir.cli.place.Desk;
import io.weir.cli.place.Places;
import io.weir.cli.schemes.SchemesCommand;
import io.weir.cli.text.Interrupts;
import io.weir.cli.text.Speech;
import io.weir.cli.text.SystemTerminal;
import io.weir.config.ConfigurationException;
import io.weir.local.StoppedWeir;
import io.weir.local.Version;
import io.weir.local.files.Disk;
import io.weir.local.store.StoreException;
import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import io.weir.operations.aws.AwsOperations;
import io.weir.operations.remote.AdminFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The {@code weir} command. Exit codes: 0 as wished, 1 a "no" of the command, 2 wrong usage or configuration, 3 nobody answers
 * or it cannot be told.
 */
@Command(
        name = "weir",
        description = "A durable front door for events that others push over HTTP.",
        mixinStandardHelpOptions = true,
        versionProvider = WeirCommand.VersionProvider.class,
        subcommands = {
            RunCommand.class,
            SendCommand.class,
            VerifyCommand.class,
            ExplainCommand.class,
            CheckCommand.class,
            MatchCommand.class,
            SchemesCommand.class,
            TourCommand.class,
            ManualCommand.class
        })
public final class WeirCommand {
    static final int NO = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    /** For what an interrupted change is at. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

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
        Desk desk = desk();
        OperateCommands.addTo(command, desk);
        command.addSubcommand(new ConsoleCommand(desk));
        command.addSubcommand(new ConformanceCommand(desk));
        command.setExpandAtFiles(false); // @FILE is weir match's own, and a name elsewhere
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

    private static Desk desk() {
        Map<String, String> environment = System.getenv();
        Speech speech = new Speech(System.out, System.err, new SystemTerminal(environment), environment);
        return new Desk(places(), speech, Interrupts.ofProcess(DRAIN), Clock.systemUTC(), Thread::sleep);
    }

    private static Operations stopped(Path data) throws IOException {
        if (!Files.exists(data.resolve("weir.db"))) {
            throw new OperationsException("no weir runs on " + data + ", and there is no data folder either");
        }
        try {
            return StoppedWeir.open(
                    data, SourcesFile.existing(null, data), line -> System.err.println("weir: " + line));
        } catch (ConfigurationException | StoreException e) {
            throw new OperationsException(String.valueOf(e.getMessage()));
        }
    }

    /** The one place that says how folders and deployments are opened. */
    private static Places places() {
        return new Places(AdminFile::find, WeirCommand::stopped, AwsOperations::open);
    }
}
