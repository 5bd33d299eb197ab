package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.scheme.Presets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code weir schemes}. */
class SchemesCommandTest {
    @TempDir
    private Path folder;

    @Test
    void schemes_aPresetThatIsNone_is2AndNamesWhatIsMeant() {
        Captured unknown = Captured.run("schemes", "graph");

        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("no preset graph; did you mean microsoft-graph?");
        assertThat(Captured.run("schemes", "nobody").err()).contains("no preset nobody; weir schemes lists them");
    }

    @Test
    void schemes_aPageWithoutItsPlace_is2AndLeavesItAlone() throws Exception {
        Path page = Files.writeString(folder.resolve("page.md"), "# Page\n");

        Captured captured = Captured.run("schemes", "--page", page.toString());

        assertThat(captured.exit()).isEqualTo(2);
        assertThat(captured.err()).contains("--page: expected a page with the two comments");
        assertThat(page).hasContent("# Page\n");
    }

    @Test
    void schemes_listsEachWithItsProof() {
        Captured all = Captured.run("schemes");

        assertThat(all.exit()).isZero();
        assertThat(all.out().lines()).hasSameSizeAs(Presets.names());
    }

    @ParameterizedTest
    @CsvSource({
        "github, HMAC, -, vector",
        "recharge-legacy, digest, -, documentation",
        "gitlab, token, -, documentation",
        "basic, Basic, -, vector",
        "discord, public key, POST; 401 at the door, SDK",
        "paypal, certificate, -, vector",
        "pubsub, JWT, -, documentation",
        "zoom, HMAC, POST; signed, SDK",
        "asana, HMAC, POST; kept for you, documentation",
        "meta, HMAC, GET, documentation"
    })
    void schemes_ofOne_saysProofHandshakeAndEvidence(String preset, String proof, String handshake, String evidence) {
        assertThat(Captured.run("schemes").out().lines().filter(line -> line.startsWith(preset + "\t")))
                .singleElement()
                .asString()
                .endsWith("\t" + proof + "\t" + handshake + "\t" + evidence);
    }

    static Iterable<String> presets() {
        return Presets.names();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void schemes_name_showsWhatToClickAndToWrite(String preset) {
        Captured one = Captured.run("schemes", preset);

        assertThat(one.exit()).isZero();
        assertThat(one.out())
                .contains("\nclick      ", "\nwrite      {\"" + preset + "\":{", "\ndocumented ", "https://");
    }
}
