package io.weir.local.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.ingest.Inbox;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.store.LocalStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object that comes in parts: what is there, and what the queue is told, wherever it breaks off. */
class FolderInboxTest {
    private static final String KEY = "inbox/2026/03/04/github/x";
    private static final Duration TIME = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final List<Path> synced = new ArrayList<>();
    private boolean isDiskFull;
    private final Disk disk = new Disk(path -> {
        if (isDiskFull) {
            throw new IOException("No space left on device");
        }
        synced.add(path);
    });
    private LocalStore store;
    private SqliteSqsClient sqs;
    private String queue;
    private FolderBucket bucket;
    private FolderInbox inbox;

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(folder, SqliteSqsClient.schema());
        sqs = new SqliteSqsClient(store, Clock.systemUTC());
        queue = sqs.createQueue(create -> create.queueName("q")).queueUrl();
        bucket = new FolderBucket(folder.resolve("bucket"));
        inbox = inbox(queue);
    }

    private FolderInbox inbox(String url) throws IOException {
        return new FolderInbox(bucket, folder.resolve("bucket/.pending"), sqs, url, Clock.systemUTC(), disk);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> told() {
        return sqs.receiveMessage(receive -> receive.queueUrl(queue)).messages().stream()
                .map(message -> message.body())
                .toList();
    }

    private List<Path> files(String in) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(in))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    @Test
    void upload_thatIsWhole_isOnDiskThenToldOnce() throws Exception {
        synced.clear();
        try (Inbox.Upload upload = inbox.begin(KEY)) {
            upload.write(bytes("one, "));
            upload.write(bytes("two"));
            assertThat(told()).isEmpty();
            assertThat(bucket.get(KEY)).isNull();
            upload.finish(TIME);
        }
        assertThat(bucket.get(KEY)).asString(UTF_8).isEqualTo("one, two");
        assertThat(told()).hasSize(1).first().asString().contains("inbox%2F2026");
        assertThat(synced).hasSize(1); // the folder of its name is synced by the bucket's own disk
        assertThat(files("bucket/.uploads")).isEmpty();
        assertThat(inbox.pending()).isEmpty();
    }

    @Test
    void upload_thatBreaksOff_leavesNothingAndTellsNothing() throws Exception {
        try (Inbox.Upload upload = inbox.begin(KEY)) {
            upload.write(bytes("half"));
        }
        assertThat(files("bucket")).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test
    void upload_thatDoesNotReachTheDisk_isAFaultAndLeavesNothing() throws Exception {
        isDiskFull = true;
        try (Inbox.Upload upload = inbox.begin(KEY)) {
            upload.write(bytes("all"));
            assertThatThrownBy(() -> upload.finish(TIME)).isInstanceOf(IOException.class);
        }
        assertThat(files("bucket")).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test
    void upload_underWayWhenTheProcessWasKilled_isGoneAfterTheNextStart() throws Exception {
        Inbox.Upload killed = inbox.begin(KEY);
        killed.write(bytes("half"));
        Files.writeString(folder.resolve("bucket/.uploads/stray, file!"), "not ours");
        assertThat(files("bucket/.uploads")).hasSize(2);

        inbox(queue).notifyPending();

        assertThat(files("bucket"))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("stray, file!");
        assertThat(told()).isEmpty();
        killed.close();
    }

    @Test
    void put_whereTheQueueRefuses_isToldOnceItTakesAgain() throws Exception {
        inbox("http://weir.local/none").put(KEY, "all".getBytes(UTF_8), TIME);
        assertThat(told()).isEmpty();
        assertThat(inbox.pending()).containsExactly(KEY);

        inbox.notifyPending();
        assertThat(told()).hasSize(1);
        assertThat(inbox.pending()).isEmpty();
    }

    @Test
    void put_whereTheQueueRefusesAndNoMarkCanBeLeft_isAFault() throws Exception {
        FolderInbox unheard = inbox("http://weir.local/none");
        try (Inbox.Upload upload = unheard.begin(KEY)) {
            upload.write(bytes("all"));
            Files.delete(folder.resolve("bucket/.pending"));
            assertThatThrownBy(() -> upload.finish(TIME)).isInstanceOf(IOException.class);
        }
    }
}
