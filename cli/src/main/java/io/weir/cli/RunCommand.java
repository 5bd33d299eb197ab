package io.weir.cli;

import io.weir.action.ActionProvider;
import io.weir.cli.check.Checks;
import io.weir.cli.console.ConsoleOption;
import io.weir.cli.console.OperatorPort;
import io.weir.cli.input.Inputs;
import io.weir.cli.input.SourcesFile;
import io.weir.cli.run.ActionJars;
import io.weir.cli.run.Hangup;
import io.weir.cli.run.Keep;
import io.weir.cli.run.SourceStates;
import io.weir.cli.run.SourcesWatch;
import io.weir.cli.run.TextLog;
import io.weir.cli.text.SystemTerminal;
import io.weir.config.ConfigValue;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Sources;
import io.weir.local.LocalWeir;
import io.weir.local.core.Halt;
import io.weir.local.files.Disk;
import io.weir.local.metrics.LineBuffer;
import io.weir.local.metrics.MetricsLog;
import io.weir.local.store.Opened;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir run}: both functions on one machine, until it is told to end. */
@Command(
        name = "run",
        description = "Runs both functions on this machine, with a durable queue in the data folder.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final SystemTerminal TERMINAL = new SystemTerminal(System.getenv());

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--port", description = "Port to listen on; 0 for a free one. Default: ${DEFAULT-VALUE}")
    private int port = 8080;

    @Option(names = "--host", description = "Address to listen on. Default: ${DEFAULT-VALUE}, this machine only")
    private String host = "127.0.0.1";

    @Option(
            names = "--url",
            description =
                    "Where senders reach it, such as behind a tunnel; some sign it. Default: as each request says")
    private @Nullable String url;

    @Option(
            names = "--sources",
            description = "JSON file with the sources. Default: sources.json in the data folder, made with samples")
    private @Nullable Path sources;

    @Option(names = "--data", description = "Data folder. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of(".weir");

    @Option(
            names = "--log",
            description = "text: a short line a record; json: the lines with all fields."
                    + " Default: text on a terminal, else json")
    private @Nullable LogForm log;

    @Option(names = "--watch", description = "Reads the sources anew when their file changes")
    private boolean watch;

    @Option(
            names = "--actions",
            paramLabel = "JAR",
            description = "Jar with actions that the sources name; several times for several")
    private List<Path> actions = List.of();

    @Option(
            names = "--keep",
            paramLabel = "TIME,SIZE",
            description =
                    "How long, and how much, of requests that are done or rejected is kept whole, such as 24h,1GiB;"
                            + " one of them may be left out. Default: 24h,1GiB")
    private @Nullable String keep;

    @Mixin
    private ConsoleOption console = new ConsoleOption();

    /** How the log is written. */
    enum LogForm {
        text,
        json
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Halt.onUncaught();
        Inputs.checkPort(spec.commandLine(), port);
        List<ActionProvider> loaded = ActionJars.load(actions);
        Disk.REAL.dataFolder(data, "weir.db");
        Sources configured = SourcesFile.read(sources, data);
        PublicUrl seen = url == null ? null : PublicUrl.parse(new ConfigValue("--url", url));
        MetricsLog metrics = MetricsLog.before(new LineBuffer(logTo(System.out)));
        LocalWeir weir = open(
                metrics,
                () -> LocalWeir.open(
                        configured,
                        data,
                        new LocalWeir.Address(host, port, seen),
                        metrics,
                        new LocalWeir.Options(loaded, Keep.limits(keep))));
        start(weir, data, console, metrics);
        reloadWhenTold(weir, loaded);
        SourceStates states = report(configured, weir, loaded);
        String lack = states.summary().isEmpty() ? "" : "; " + states.summary();
        say("ready on http://" + host + ":" + weir.port() + ", data in " + data + lack + "; Ctrl-C ends");
        new CountDownLatch(1).await(); // the shutdown hook does the rest
        return 0;
    }

    /** What it had to say before it failed is not lost. */
    private static LocalWeir open(MetricsLog log, OpenedWeir weir) throws IOException {
        try {
            return weir.open();
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Opens one. */
    @FunctionalInterface
    private interface OpenedWeir {
        LocalWeir open() throws IOException;
    }

    private PrintStream logTo(PrintStream out) {
        LogForm chosen = log != null ? log : TERMINAL.isOutput() ? LogForm.text : LogForm.json;
        return chosen == LogForm.text ? TextLog.over(out) : out;
    }

    /** On a terminal SIGHUP ends it, as ever: the terminal is closed. */
    private void reloadWhenTold(LocalWeir weir, List<ActionProvider> loaded) {
        SourcesWatch sourcesWatch = new SourcesWatch(
                SourcesFile.place(sources, data),
                changed -> {
                    weir.reload(changed);
                    report(changed, weir, loaded);
                },
                RunCommand::say);
        if (!TERMINAL.isOutput()) {
            Hangup.handle(sourcesWatch::read);
        }
        if (watch) {
            sourcesWatch.start();
            Runtime.getRuntime().addShutdownHook(new Thread(sourcesWatch::close, "sources-end"));
        }
    }

    private SourceStates report(Sources configured, LocalWeir weir, List<ActionProvider> loaded) {
        String door = url == null
                ? "http://" + host + ":" + weir.port()
                : url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        SourceStates states = SourceStates.of(configured, door, System::getenv);
        states.lines().forEach(RunCommand::say);
        Checks.of(configured, System::getenv, null)
                .withActions(ServiceLoader.load(ActionProvider.class))
                .withActions(loaded)
                .withoutSecrets()
                .withFolder(data)
                .worse()
                .forEach(finding -> say(finding.text()));
        return states;
    }

    private static void say(String line) {
        System.err.println("weir: " + line);
    }

    /** Starts it with its console, and closes both when the process ends; at once if they cannot start. */
    static void start(LocalWeir weir, Path data, ConsoleOption console, MetricsLog metrics) throws IOException {
        Opened opened = new Opened();
        opened.add(metrics); // closed last: until then there are lines
        opened.add(weir);
        try {
            weir.start();
            depths(weir, metrics);
            OperatorPort port =
                    opened.add(OperatorPort.open(weir.operations(), data, console, metrics::scrape, RunCommand::say));
            if (port.url() != null) {
                say("console on " + (TERMINAL.isError() ? port.url() : port.address()));
            }
        } catch (IOException | RuntimeException e) {
            opened.closeAfter(e);
            throw e;
        }
        closeAtExit(opened);
    }

    private static void depths(LocalWeir weir, MetricsLog metrics) {
        metrics.gauge("Depth", "queue", "queue", weir, one -> one.health().queue());
        metrics.gauge("Depth", "queue", "retry", weir, one -> one.health().retrying());
        metrics.gauge("Depth", "queue", "dead", weir, one -> one.health().dead());
        metrics.gauge("Depth", "queue", "unproven", weir, one -> one.health().unproven());
    }

    /** Ctrl-C and SIGTERM drain: answer what is under way, finish the worker's batches, close the file. */
    private static void closeAtExit(Opened opened) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                opened.close();
                                System.err.println("weir: ended cleanly");
                            } catch (IOException e) {
                                System.err.println("weir: " + e.getMessage());
                            }
                        },
                        "shutdown"));
    }
}
