package io.weir.verify.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.test.MovableClock;
import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock(NOW);
    private final LocalSecrets secrets = new LocalSecrets(
            Map.of("SET", "s3cr3t")::get,
            (reference, fresh) -> {
                throw new IOException("elsewhere");
            },
            clock);

    private SecretReference file(String name) {
        return new SecretReference.FileSecret(folder.resolve(name).toString());
    }

    @Test
    void get_variable_isUnchangedSinceTheProcessStarted() throws Exception {
        clock.advance(Duration.ofHours(1));
        SecretSet set = secrets.get(new SecretReference.EnvironmentSecret("SET"), false);
        assertThat(set.current()).isEqualTo("s3cr3t".getBytes(UTF_8));
        assertThat(set.unchangedSince()).isEqualTo(NOW);
    }

    @Test
    void get_file_isUnchangedSinceItWasWrittenAndNoLaterThanNow() throws Exception {
        Path path = Files.writeString(folder.resolve("s"), "s3cr3t\n");
        Files.setLastModifiedTime(path, FileTime.from(NOW.minusSeconds(5)));
        assertThat(secrets.get(file("s"), false).unchangedSince()).isEqualTo(NOW.minusSeconds(5));
        Files.setLastModifiedTime(path, FileTime.from(NOW.plusSeconds(500)));
        assertThat(secrets.get(file("s"), false).unchangedSince()).isEqualTo(NOW);
    }

    @Test
    void get_whatIsNotThere_isAnAnswerThatSaysWhat() throws Exception {
        assertThatThrownBy(() -> secrets.get(new SecretReference.EnvironmentSecret("UNSET"), false))
                .isInstanceOf(RefusedException.class)
                .hasMessage("env:UNSET: not set");
        assertThatThrownBy(() -> secrets.get(file("missing"), false))
                .isInstanceOf(RefusedException.class)
                .hasMessageEndingWith("missing: no such file");
        Files.writeString(folder.resolve("empty"), "\n");
        assertThatThrownBy(() -> secrets.get(file("empty"), false)).isInstanceOf(RefusedException.class);
    }
}
