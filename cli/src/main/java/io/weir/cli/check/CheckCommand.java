package io.weir.cli.check;

import io.weir.action.ActionProvider;
import io.weir.cli.input.InputFiles;
import io.weir.cli.input.Inputs;
import io.weir.cli.input.SourcesFile;
import io.weir.cli.run.ActionJars;
import io.weir.cli.text.Shown;
import io.weir.config.ConfigurationException;
import io.weir.envelope.Utf8;
import io.weir.envelope.source.Sources;
import io.weir.worker.aws.OnDemandClients;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir check}: the configuration, secrets, rights and targets. */
@Command(
        name = "check",
        description = {
            "Looks at sources, secrets, targets, data folder and port. A line each: ok, warning or error; source; what.",
            "With FILE: whether both functions of a deployment start with each of its sources, and nothing else.",
            "Exit code 0 without an error, 1 with one, 2 for wrong usage or sources that cannot be read."
        },
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "JSON file with the sources of a deployment, - for the standard input")
    private @Nullable Path deployed;

    @Option(names = "--sources", description = "JSON file with the sources. Default: sources.json in the data folder")
    private @Nullable Path sources;

    @Option(names = "--data", description = "Data folder. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of(".weir");

    @Option(names = "--host", description = "Address that weir run is to listen on. Default: ${DEFAULT-VALUE}")
    private String host = "127.0.0.1";

    @Option(names = "--port", description = "Port that weir run is to listen on. Default: ${DEFAULT-VALUE}")
    private int port = 8080;

    @Option(names = "--actions", paramLabel = "JAR", description = "Jar with actions that the sources name")
    private List<Path> actions = List.of();

    @Option(
            names = "--own-action",
            paramLabel = "NAME",
            description = "Action that a layer of the deployment brings; with FILE. Its options are not looked at: "
                    + "that takes its jar (--actions)")
    private List<String> ownActions = List.of();

    @Option(names = "--online", description = "Connects to targets, and fetches secrets from Secrets Manager")
    private boolean online;

    @Override
    public Integer call() throws IOException {
        Inputs.checkPort(spec.commandLine(), port);
        if (deployed != null) {
            return told(rehearsed(deployed));
        }
        if (!ownActions.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--own-action: expected FILE beside it; weir run takes actions by --actions");
        }
        Sources configured = SourcesFile.existing(sources, data);
        List<Finding> findings = new ArrayList<>();
        try (OnDemandClients aws = new OnDemandClients()) {
            findings.addAll(Checks.of(configured, System::getenv, online ? aws.secrets() : null)
                    .withActions(ServiceLoader.load(ActionProvider.class))
                    .withActions(ActionJars.load(actions))
                    .withFolder(data)
                    .all());
        }
        findings.add(port());
        return told(findings);
    }

    private List<Finding> rehearsed(Path file) throws IOException {
        for (String option : List.of("--sources", "--data", "--host", "--port", "--online")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(
                        spec.commandLine(), option + ": expected no FILE beside it, which is that of a deployment");
            }
        }
        boolean piped = file.toString().equals("-");
        String origin = piped ? "sources" : file.toString();
        String text = Utf8.decode(piped ? System.in.readAllBytes() : InputFiles.bytes(file));
        if (text == null) {
            throw new ConfigurationException(origin + ": not written in UTF-8");
        }
        return new Rehearsal(origin, ActionJars.load(actions), ownActions).of(text);
    }

    private static int told(List<Finding> findings) {
        for (Finding finding : findings) {
            System.out.printf(
                    "%-7s  %-16s %s%n", finding.level().text(), finding.source(), Shown.escaped(finding.what()));
        }
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR) ? 1 : 0;
    }

    private Finding port() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new ConfigurationException("--host " + host + ": the name has no address");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return Finding.ok("-", "port " + port + " on " + host + ": free");
        } catch (IOException e) {
            return Finding.warning(
                    "-", "port " + port + " on " + host + ": " + e.getMessage() + "; it may be weir run that has it");
        }
    }
}
