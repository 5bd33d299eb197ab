package io.weir.cli.conformance;

import io.weir.cli.conformance.plan.Case;
import io.weir.cli.conformance.plan.Cases;
import io.weir.cli.input.InputFiles;
import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.text.Table;
import io.weir.envelope.scheme.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir conformance}: plays every case against a receiver. */
@Command(
        name = "conformance",
        description = {
            "Plays genuine and forged requests of a scheme against any receiver, and says which it gets wrong.",
            "Exit code 0 if all is as expected, 1 if not, 2 for wrong usage, 3 if it cannot be judged."
        },
        mixinStandardHelpOptions = true)
public final class ConformanceCommand implements Callable<Integer> {
    private final Desk desk;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--scheme",
            required = true,
            description = "sns, a preset (see weir schemes), or an own scheme as JSON")
    @SuppressWarnings("NullAway.Init")
    private String scheme;

    @Option(names = "--only", paramLabel = "ID", description = "Only this case; may be given several times")
    private List<String> only = new ArrayList<>();

    @Option(names = "--list", description = "Names the cases instead of playing them")
    private boolean isList;

    public ConformanceCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (!isList) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--list: expected");
        }
        Scheme chosen = InputFiles.scheme(scheme);
        List<Case> cases = chosen(Cases.of(chosen));
        new Table(desk.speech(), 3, "case", "folder", "expect", "title")
                .print(cases.stream()
                        .map(each ->
                                List.of(each.id(), each.folder(), each.expect().text(), each.title()))
                        .toList());
        return Exit.DONE;
    }

    private List<Case> chosen(List<Case> cases) {
        for (String id : only) {
            if (cases.stream().noneMatch(each -> each.id().equals(id))) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--only " + id + ": this scheme has no such case; see --list");
            }
        }
        return only.isEmpty()
                ? cases
                : cases.stream().filter(each -> only.contains(each.id())).toList();
    }
}
