package io.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.schemes.SchemesCommand;
import io.weir.envelope.scheme.Presets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Holds docs/senders.md to the files of the presets. */
class SendersPageTest {
    private static final Path PAGE = Repository.ROOT.resolve("docs/senders.md");

    @TempDir
    private Path folder;

    @Test
    void page_isMadeOfTheFilesOfThePresets() throws Exception {
        Path copy = Files.copy(PAGE, folder.resolve("senders.md"));

        assertThat(new CommandLine(new SchemesCommand()).execute("--page", copy.toString()))
                .isZero();

        assertThat(Files.readString(PAGE))
                .as("scripts/weir schemes --page docs/senders.md writes it anew")
                .isEqualTo(Files.readString(copy));
    }

    @Test
    void page_hasEveryPresetOnceInItsTable() throws Exception {
        String page = Files.readString(PAGE);

        for (String preset : Presets.names()) {
            assertThat(page.lines().filter(line -> line.startsWith("| ") && line.contains(" | `" + preset + "` | ")))
                    .as(preset)
                    .hasSize(1);
        }
    }
}
