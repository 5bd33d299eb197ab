package io.weir.cli;

import io.weir.envelope.scheme.Presets;
import io.weir.json.Json;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code weir schemes}: each preset as the JSON that would configure it. */
@Command(
        name = "schemes",
        description = "Prints each preset as the JSON that would configure it, one a line.",
        mixinStandardHelpOptions = true)
final class SchemesCommand implements Runnable {
    @Override
    public void run() {
        Presets.schemes().forEach((name, tree) -> System.out.println(Json.write(Map.of(name, tree))));
    }
}
