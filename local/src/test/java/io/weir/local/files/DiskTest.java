package io.weir.local.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.store.LocalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk before a call returns: the bytes of each file first, then the names in its folder. */
class DiskTest {
    @TempDir
    private Path folder;

    private final List<String> synced = new ArrayList<>();
    private final Disk disk = new Disk(path -> synced.add(describe(path)));
    private final Disk broken = new Disk(path -> {
        throw new IOException("the disk is gone");
    });

    /** A folder with its names at that moment, a file with its size. */
    private static String describe(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return "file of " + Files.size(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return path.getFileName() + " with "
                    + files.filter(file -> !file.toString().endsWith(".part")).count();
        }
    }

    @Test
    void send_mail_isOnDiskBeforeItReturns() throws Exception {
        new OutboxMailer(folder.resolve("outbox"), Clock.systemUTC(), disk).send("s", "text");
        assertThat(synced).hasSize(3).element(0).isEqualTo(folder.getFileName() + " with 1");
        assertThat(synced.get(1)).startsWith("file of ");
        assertThat(synced.get(2)).isEqualTo("outbox with 1");
    }

    @Test
    void send_mailThatDoesNotReachTheDisk_isAFaultAndLeavesNothing() throws Exception {
        Path outbox = Files.createDirectory(folder.resolve("outbox"));
        OutboxMailer mailer = new OutboxMailer(outbox, Clock.systemUTC(), broken);
        assertThatThrownBy(() -> mailer.send("s", "text")).isInstanceOf(IOException.class);
        assertThat(outbox).isEmptyDirectory();
    }

    @Test
    void put_event_isOnDiskBeforeItReturns() throws Exception {
        new FolderBus(folder.resolve("events"), disk).put("b", "s", "t", "{}", Instant.EPOCH);
        assertThat(synced).hasSize(3);
        assertThat(synced.get(1)).startsWith("file of ");
        assertThat(synced.get(2)).isEqualTo("events with 1");
    }

    @Test
    void put_inboxWhoseQueueRefuses_objectIsOnDiskAndThenAMark() throws Exception {
        FolderBucket bucket = new FolderBucket(folder.resolve("bucket"));
        Path marks = folder.resolve("marks");
        try (LocalStore store = LocalStore.open(folder, SqliteSqsClient.schema())) {
            SqliteSqsClient sqs = new SqliteSqsClient(store, Clock.systemUTC());
            FolderInbox inbox = new FolderInbox(bucket, marks, sqs, "http://weir.local/none", Clock.systemUTC(), disk);
            synced.clear();
            inbox.put("inbox/x", new byte[1], Duration.ofSeconds(5));
        }
        assertThat(synced).containsExactly("file of 1", "file of 0", "marks with 1");
        assertThat(bucket.get("inbox/x")).hasSize(1);
    }

    @Test
    void folder_newOnes_areOnDiskEachInTheOneAbove() throws Exception {
        disk.folder(folder.resolve("a/b/c"));
        assertThat(synced).containsExactly(folder.getFileName() + " with 1", "a with 1", "b with 1");
    }

    @Test
    void folder_fileOfThatName_saysSo() throws Exception {
        Path file = Files.writeString(folder.resolve("outbox"), "x");
        assertThatThrownBy(() -> disk.folder(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot use the folder " + file + ": it is a file");
    }

    @Test
    void place_file_isForTheOwnerAloneAndReplacesWhatAnEarlierProcessLeft() throws Exception {
        Path file = folder.resolve("x");
        Files.writeString(folder.resolve("x.part"), "half");
        disk.place(file, "one".getBytes(UTF_8));
        disk.place(file, "two".getBytes(UTF_8));
        assertThat(file).hasContent("two");
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void dataFolder_newEmptyOrOurs_isForTheOwnerAlone() throws Exception {
        Path made = folder.resolve("new");
        disk.dataFolder(made, "weir.db");
        Path ours = open("ours");
        Files.createFile(ours.resolve("weir.db"));
        disk.dataFolder(ours, "weir.db");
        Path others = open("others");
        Files.createFile(others.resolve("thesis.txt"));
        disk.dataFolder(others, "weir.db");
        assertThat(List.of(mode(made), mode(ours), mode(others)))
                .containsExactly("rwx------", "rwx------", "rwxr-xr-x");
    }

    private Path open(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
