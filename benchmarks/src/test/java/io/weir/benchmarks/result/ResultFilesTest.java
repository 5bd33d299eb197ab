package io.weir.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFilesTest {
    @TempDir
    private Path folder;

    private Result result() throws IOException {
        Recorder recorder = new Recorder("One", folder, line -> {});
        for (double value : new double[] {3, 1, 2}) {
            recorder.figure("rate", "a second", value * 1000.123);
            recorder.ratio("ours by theirs", "<= 2.5", value);
        }
        recorder.ratio("by nothing", 1 / 0.0);
        recorder.note("theirs", "version 1");
        return recorder.result();
    }

    @Test
    void written_isReadAgain() throws IOException {
        ResultFiles files = new ResultFiles(folder.resolve("results"));
        files.write(result());
        Result read = files.read("One").orElseThrow();
        assertThat(read.figure("rate").orElseThrow().median()).isEqualTo(2000);
        assertThat(read.figure("rate").orElseThrow().unit()).isEqualTo("a second");
        Ratio ratio = read.ratio("ours by theirs").orElseThrow();
        assertThat(ratio.spread()).isEqualTo(new Spread(1, 2, 3));
        assertThat(ratio.isReached()).isTrue();
        assertThat(read.notes()).containsEntry("theirs", "version 1");
        assertThat(read.machine()).isEqualTo(result().machine());
        assertThat(files.all()).hasSize(1);
        assertThat(files.read("Two")).isEmpty();
    }

    @Test
    void ratioOfNothing_isNone() throws IOException {
        assertThat(result().ratio("by nothing")).isEmpty();
    }

    @Test
    void file_namesNoMachineAndNoFolder() throws IOException {
        ResultFiles files = new ResultFiles(folder);
        files.write(result());
        String text = Files.readString(folder.resolve("One.json"));
        assertThat(text).doesNotContain(folder.toString(), System.getProperty("user.home"));
        assertThat(text).doesNotContainPattern("\"(?:host|user|path)");
    }

    @Test
    void notes_areNoResult() throws IOException {
        Files.writeString(folder.resolve(ResultFiles.NOTES), "{}");
        assertThat(new ResultFiles(folder).all()).isEmpty();
    }

    @Test
    void wrongFile_saysWhere() throws IOException {
        Files.writeString(folder.resolve("One.json"), "{\"name\": 5}");
        assertThatThrownBy(() -> new ResultFiles(folder).all()).hasMessageContaining("One.json.name");
    }

    @ParameterizedTest
    @CsvSource({"'<= 2', 2, true", "'<= 2', 2.1, false", "'>= 0.5', 0.5, true", "'>= 0.5', 0.4, false"})
    void goal_isReachedAtItsBound(String goal, double value, boolean reached) {
        assertThat(Goal.parse(goal).isReachedBy(value)).isEqualTo(reached);
        assertThat(Goal.parse(goal)).hasToString(goal);
    }

    @Test
    void noGoal_isRefused() {
        assertThatThrownBy(() -> Goal.parse("about 2")).hasMessageContaining("about 2");
    }

    @ParameterizedTest
    @CsvSource({"0.23456, 0.23", "0.0456, 0.046", "1, 1", "12.34, 12.3", "1234.4, '1,234'", "100000, '100,000'", "0, 0"
    })
    void brief_hasThreeDigits(double value, String text) {
        assertThat(Numbers.brief(value)).isEqualTo(text);
    }

    @Test
    void rounds_ofAnEvenNumber_haveTheirMiddleBetween() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
    }
}
