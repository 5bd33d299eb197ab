package io.weir.cli.schemes;

import io.weir.cli.input.InputFiles;
import io.weir.cli.text.Speech;
import io.weir.cli.text.SystemTerminal;
import io.weir.cli.text.Table;
import io.weir.config.ConfigurationException;
import io.weir.envelope.scheme.Presets;
import io.weir.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir schemes}: the presets. */
@Command(
        name = "schemes",
        description =
                "Lists the presets, or shows one: what to click at the sender, what to write here, what is proven.",
        mixinStandardHelpOptions = true)
public final class SchemesCommand implements Callable<Integer> {
    private static final int WIDTH = 100;
    private static final String INDENT = " ".repeat(11);

    @Option(names = "--json", description = "Prints the scheme of each as the JSON that one could write, one a line")
    private boolean json;

    @Option(
            names = "--page",
            hidden = true,
            description = "Writes the part of this page anew that is made of the presets")
    private @Nullable Path page;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A preset. Default: all, as a table")
    private @Nullable String name;

    @Override
    public Integer call() throws IOException {
        if (page != null) {
            String text = new String(InputFiles.bytes(page), StandardCharsets.UTF_8);
            Files.writeString(page, SendersPage.in(text));
        } else if (name != null && !Presets.names().contains(name)) {
            throw new ConfigurationException("no preset " + name + similar(name));
        } else if (json) {
            chosen().forEach(preset -> System.out.println(
                    Json.write(Map.of(preset, Presets.schemes().get(preset)))));
        } else if (name == null) {
            table();
        } else {
            show(PresetFile.of(name));
        }
        return 0;
    }

    private List<String> chosen() {
        return name == null ? Presets.names() : List.of(name);
    }

    /** What a person may have meant. */
    private static String similar(String name) {
        String found = PresetFile.all().stream()
                .filter(preset -> preset.isFound(name))
                .map(PresetFile::name)
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "; weir schemes lists them" : "; did you mean " + found + "?";
    }

    private static void table() {
        Table table = new Table(
                new Speech(System.out, System.err, new SystemTerminal(System.getenv()), System.getenv()),
                1,
                "name",
                "sender",
                "proof",
                "handshake",
                "evidence");
        table.print(PresetFile.all().stream()
                .map(preset ->
                        List.of(preset.name(), preset.sender(), preset.proof(), preset.handshake(), preset.evidence()))
                .toList());
    }

    private static void show(PresetFile preset) {
        StringBuilder text = new StringBuilder();
        text.append(Wrapped.of("sender     ", INDENT, WIDTH, preset.sender()));
        text.append(Wrapped.of("proof      ", INDENT, WIDTH, preset.proof()));
        text.append(Wrapped.of("handshake  ", INDENT, WIDTH, preset.handshake()));
        text.append(Wrapped.of("evidence   ", INDENT, WIDTH, preset.evidence()));
        text.append("scheme     ").append(Json.write(preset.scheme())).append('\n');
        text.append(Wrapped.of("click      ", INDENT, WIDTH, preset.click()));
        text.append("write      ").append(Json.write(preset.source())).append('\n');
        if (!preset.notes().isEmpty()) {
            text.append(Wrapped.of("notes      ", INDENT, WIDTH, preset.notes()));
        }
        String head = "documented ";
        for (PresetFile.Link link : preset.sources()) {
            text.append(head)
                    .append(link.rule())
                    .append(": ")
                    .append(link.url())
                    .append('\n');
            head = INDENT;
        }
        System.out.print(text);
    }
}
