package io.weir.cli.conformance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SnsScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files under conformance/cases. */
class CasesTest {
    private static final Path FOLDER = Path.of("..", "conformance", "cases");

    @Test
    void everyFile_isPacked_andIsOneCase() throws Exception {
        List<String> files;
        try (Stream<Path> paths = Files.walk(FOLDER)) {
            files = paths.filter(Files::isRegularFile)
                    .map(path -> FOLDER.relativize(path).toString())
                    .toList();
        }
        assertThat(Cases.all())
                .hasSizeGreaterThan(200)
                .extracting(each -> each.folder() + "/" + each.id() + ".json")
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void everyCase_belongsToAScheme() {
        Set<String> played = new HashSet<>();
        for (String preset : Presets.names()) {
            Cases.of(Presets.scheme(preset)).forEach(each -> played.add(each.id()));
        }
        Cases.of(SnsScheme.DEFAULT).forEach(each -> played.add(each.id()));
        assertThat(Cases.all())
                .extracting(Case::id)
                .allSatisfy(id -> assertThat(played).contains(id));
    }

    @Test
    void titles_areUnique_inWhatASchemePlays() {
        for (String preset : List.of("github", "stripe", "slack", "standard-webhooks", "svix", "twilio", "gitlab")) {
            assertThat(Cases.of(Presets.scheme(preset)))
                    .as(preset)
                    .extracting(Case::title)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void folders_followTheScheme() {
        assertThat(Cases.folders(Presets.scheme("github")))
                .containsExactly("any", "signature", "identified", "unsigned-id", "github");
        assertThat(Cases.folders(Presets.scheme("stripe"))).containsExactly("any", "signature", "timed", "stripe");
        assertThat(Cases.folders(Presets.scheme("svix")))
                .containsExactly("any", "signature", "timed", "identified", "signed-id", "svix");
        assertThat(Cases.folders(Presets.scheme("gitlab"))).containsExactly("any", "token", "gitlab");
        assertThat(Cases.folders(SnsScheme.DEFAULT)).containsExactly("any", "sns");
    }

    @Test
    void aCase_thatNamesAHeaderTheSchemeLacks_isNotPlayed() {
        assertThat(ids(Presets.scheme("stripe"))).contains("three-days-late").doesNotContain("time-missing");
        assertThat(ids(Presets.scheme("slack"))).contains("three-days-late", "time-missing");
    }

    @Test
    void whereDistinctEventsMayBeEqual_noCaseSaysWhatARepetitionIs() {
        assertThat(ids(Presets.scheme("dropbox"))).contains("genuine").doesNotContain("genuine-twice");
    }

    private static List<String> ids(Scheme scheme) {
        return Cases.of(scheme).stream().map(Case::id).toList();
    }
}
