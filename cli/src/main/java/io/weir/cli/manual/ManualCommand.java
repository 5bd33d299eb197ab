package io.weir.cli.manual;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir manual}: what a package of weir lays below {@code share}. For those who make packages, so no help lists it. */
@Command(
        name = "manual",
        description =
                "Writes the manual pages and the completion of bash below a folder, as a system has them below share.",
        hidden = true,
        mixinStandardHelpOptions = true)
public final class ManualCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "Is made if it is not there")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path folder;

    @Override
    public Integer call() throws IOException {
        Manual.write(spec.root().commandLine(), folder);
        return 0;
    }
}
