package io.weir.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.local.files.FolderSweep;
import io.weir.local.ledger.Pruning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {
    @TempDir
    private Path data;

    private Retention read(String settings) throws IOException {
        Files.writeString(data.resolve("settings.json"), settings);
        return Retention.read(data);
    }

    @Test
    void read_withoutTheFile_keepsArchiveMailsAndEvents() throws Exception {
        Retention retention = Retention.read(data);

        assertThat(retention.folders()).isEmpty();
        assertThat(retention.bucket()).extracting(FolderSweep.Limit::prefix).doesNotContain("archive/");
        assertThat(retention.ledger(Pruning.Limits.DEFAULT)).isEqualTo(Pruning.Limits.DEFAULT);
    }

    @Test
    void read_eachPlace_hasItsAge() throws Exception {
        Retention retention = read("""
                {"retention": {"archive": "P365D", "rejected": "P7D", "outbox": "P3D", "events": "PT12H", "trace": "P10D"}}
                """);

        assertThat(retention.bucket())
                .anySatisfy(limit -> {
                    assertThat(limit.prefix()).isEqualTo("archive/");
                    assertThat(limit.age()).isEqualTo(Duration.ofDays(365));
                })
                .anySatisfy(limit -> {
                    assertThat(limit.prefix()).isEqualTo("rejected/");
                    assertThat(limit.age()).isEqualTo(Duration.ofDays(7));
                });
        assertThat(retention.folders()).containsOnlyKeys("outbox", "events");
        assertThat(retention.ledger(Pruning.Limits.DEFAULT).requestsFor()).isEqualTo(Duration.ofDays(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{                                   | settings.json",
                "{\"keep\": \"24h\"}                 | retention",
                "{\"retention\": {\"mails\": \"P1D\"}} | outbox",
                "{\"retention\": {\"archive\": 7}}   | archive",
                "{\"retention\": {\"archive\": \"7 days\"}} | archive",
            })
    void read_whatIsWrong_namesFileAndPath(String settings, String named) {
        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("settings.json")
                .hasMessageContaining(named);
    }

    @Test
    void sweep_deletesWhatIsOlderAndNothingElse() throws Exception {
        Instant now = Instant.parse("2026-03-04T12:00:00Z");
        Path old = Files.writeString(data.resolve("old.eml"), "x");
        Path young = Files.writeString(data.resolve("young.eml"), "x");
        Path inside = Files.createDirectory(data.resolve("folder"));
        Files.setLastModifiedTime(old, FileTime.from(now.minusSeconds(1)));
        Files.setLastModifiedTime(young, FileTime.from(now));
        Files.setLastModifiedTime(inside, FileTime.from(now.minusSeconds(1)));

        assertThat(FolderSweep.sweep(data, now)).isEqualTo(1);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(inside).exists();
        assertThat(FolderSweep.sweep(data.resolve("none"), now)).isZero();
    }
}
