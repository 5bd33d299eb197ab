package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.FolderInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the data folder and should not, what is missing there, and who may read it. */
class StrayFilesTest extends LocalWeirFixture {

    private void restart() throws IOException {
        weir = open();
        weir.start();
    }

    @Test
    void start_strayFilesAndFolders_doNotStopItNorWhatIsPending() throws Exception {
        weir.close();
        for (String in : List.of("", "bucket", "bucket/.pending", "bucket/.tmp", "outbox", "events", "topic", "tmp")) {
            Path folder = data.resolve(in);
            Files.writeString(folder.resolve("stray, file!"), "x");
            Files.createDirectories(folder.resolve("0stray folder/full"));
            Files.createDirectories(folder.resolve("sqlite-folder/full"));
        }
        byte[] body = "{}".getBytes(UTF_8);
        new FolderInbox(
                        new FolderBucket(data.resolve("bucket")),
                        data.resolve("bucket/.pending"),
                        weir.sqs(), // its store is closed: the queue refuses
                        "http://weir.local/000000000000/weir",
                        Clock.systemUTC())
                .put(
                        "inbox/2026/03/04/github/x",
                        InboxObject.write(QueueMessage.of(
                                new ReceivedRequest(
                                        "github",
                                        Instant.now(),
                                        "POST",
                                        "http://x/",
                                        signed("late", body, "s3cr3t"),
                                        body),
                                List.of())),
                        Duration.ofSeconds(5));

        restart();

        await().until(() -> archived().size() == 1);
        assertThat(log.toString(UTF_8)).doesNotContain("could not be told");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.pkcs8", "certificate.pem"})
    void start_halfMadeTopic_isMadeWhole(String missing) throws Exception {
        weir.close();
        Files.delete(data.resolve("topic").resolve(missing));
        restart();
        weir.close();
        Files.write(data.resolve("topic").resolve(missing), new byte[0]);
        restart();
        assertThat(weir.topic().token("x")).hasSize(128);
    }

    @Test
    void start_emptyDatabase_isAFirstStart() throws Exception {
        weir.close();
        for (String file : List.of("weir.db", "weir.db-wal", "weir.db-shm")) {
            Files.deleteIfExists(data.resolve(file));
        }
        Files.createFile(data.resolve("weir.db"));
        restart();
        assertThat(weir.health().isUp()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bucket", "bucket/.pending", "bucket/.tmp", "outbox", "events", "topic", "tmp"})
    void open_fileWhereAFolderBelongs_saysWhatAndWhere(String name) throws Exception {
        weir.close();
        Path folder = data.resolve(name);
        Files.move(folder, data.resolve("aside"));
        Files.writeString(folder, "x");
        assertThatThrownBy(this::open).hasMessageContaining("cannot use the folder " + folder + ": it is a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir.db", "weir.lock", "topic/key.pkcs8", "topic/certificate.pem"})
    void open_folderWhereAFileBelongs_saysWhatAndWhere(String name) throws Exception {
        weir.close();
        Path file = data.resolve(name);
        Files.delete(file);
        Files.createDirectories(file);
        assertThatThrownBy(this::open)
                .hasMessageContaining(Objects.requireNonNull(file.getParent()).toString())
                .hasMessageMatching("(?s)cannot (use|open) .*(is a folder|directory).*");
    }

    @Test
    void open_databaseThatIsNone_saysSo() throws Exception {
        weir.close();
        Files.writeString(data.resolve("weir.db"), "no database".repeat(1000));
        assertThatThrownBy(this::open).hasMessageContaining("cannot open " + data.resolve("weir.db"));
    }

    @Test
    void start_dataFolder_isForTheOwnerAlone() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(ours()).hasSizeGreaterThanOrEqualTo(5);
            for (Path file : ours()) {
                assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
            }
            weir.close();
            Files.setPosixFilePermissions(data.resolve("weir.db"), PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
            restart();
        }
        assertThat(mode(data)).isEqualTo("rwx------");
    }

    private List<Path> ours() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return Stream.concat(
                            files.filter(file -> file.getFileName().toString().startsWith("weir.")),
                            Stream.of(data.resolve("topic/key.pkcs8")))
                    .toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
