package io.weir.cli;

import io.weir.action.Event;
import io.weir.cli.input.InputFiles;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.Headers;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.worker.filter.Filter;
import io.weir.worker.filter.UnfilterableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir match}: tries the filter of an action, by the same code as the worker. */
@Command(
        name = "match",
        description = {
            "Tells whether an event fits a pattern, as an action has it (when).",
            "Prints yes or no. Exit code 0 for yes, 1 for no, 2 for what is no pattern, 3 if it cannot be told."
        },
        mixinStandardHelpOptions = true)
final class MatchCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--source", description = "Name of the event's source. Default: ${DEFAULT-VALUE}")
    private String source = "source";

    @Option(names = "--type", description = "The event's type. Default: none")
    private String type = "";

    @Option(names = "--id", description = "The event's id. Default: ${DEFAULT-VALUE}")
    private String id = "id";

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "A header; several times for several")
    private List<String> headers = List.of();

    @Parameters(index = "0", paramLabel = "PATTERN", description = "JSON, or @ with the name of a file with it")
    @SuppressWarnings("NullAway.Init")
    private String pattern;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The body; - or none for the standard input")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        Filter filter = filter();
        Event event = Event.builder()
                .source(source)
                .id(id)
                .type(type)
                .receivedAt(Instant.EPOCH)
                .headers(headers())
                .body(
                        file == null || file.toString().equals(STANDARD_INPUT)
                                ? System.in.readAllBytes()
                                : InputFiles.bytes(file))
                .build();
        try {
            boolean wanted = filter.wants(event);
            System.out.println(wanted ? "yes" : "no");
            return wanted ? 0 : WeirCommand.NO;
        } catch (UnfilterableException e) {
            System.err.println("weir: it cannot be told: " + e.getMessage());
            return WeirCommand.UNREACHABLE;
        }
    }

    private Filter filter() throws IOException {
        boolean named = pattern.startsWith("@");
        String name = named ? pattern.substring(1) : "PATTERN";
        String text = named ? new String(InputFiles.bytes(Path.of(name)), StandardCharsets.UTF_8) : pattern;
        try {
            return Filter.of(new ConfigValue(name, Json.read(text)));
        } catch (JsonException e) {
            throw new ConfigurationException(name + ": " + e.getMessage());
        }
    }

    private Map<String, String> headers() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--header: expected 'Name: value'");
            }
            Headers.add(
                    all,
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return all;
    }
}
