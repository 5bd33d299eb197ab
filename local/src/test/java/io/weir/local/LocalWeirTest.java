package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.ingest.SqsQueue;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.FolderInbox;
import io.weir.local.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Opening, starting and closing both functions on one machine. */
class LocalWeirTest extends LocalWeirFixture {

    @Test
    void health_says_depthsAndVersion() throws Exception {
        HttpResponse<String> health = request("GET", "/-/health", Map.of(), new byte[0]);
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body())
                .isEqualTo(
                        "{\"status\":\"up\",\"queue\":0,\"retrying\":0,\"inFlight\":0,\"dead\":0,\"unproven\":0,\"version\":\""
                                + Version.TEXT + "\"}");
        assertThat(Version.TEXT).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    }

    @Test
    void start_portTaken_saysSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LocalWeir second = LocalWeir.open(
                        sources,
                        data.resolve("second"),
                        "127.0.0.1",
                        taken.getLocalPort(),
                        new PrintStream(log, true, UTF_8))) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessage("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void open_folderInUse_saysSo() {
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("is in use");
    }

    @Test
    void close_thenOpen_keepsWhatWasNotProcessed() throws Exception {
        weir.close();
        weir = open(); // nothing polls yet
        byte[] body = "{}".getBytes(UTF_8);
        new SqsQueue(
                        weir.sqs(),
                        weir.sqs().getQueueUrl(q -> q.queueName("weir")).queueUrl())
                .send(
                        QueueMessage.of(
                                new ReceivedRequest(
                                        "github",
                                        Instant.now(),
                                        "POST",
                                        "http://x/",
                                        signed("kept", body, "s3cr3t"),
                                        body),
                                List.of()),
                        "github",
                        null);
        weir.close();

        weir = open();
        weir.start();

        await().until(() -> archived().size() == 1);
    }

    @Test
    void inbox_objectThatTheQueueWasNotToldOf_isToldAtTheNextStart() throws Exception {
        byte[] body = "{}".getBytes(UTF_8);
        weir.close();
        FolderBucket bucket = new FolderBucket(data.resolve("bucket"));
        FolderInbox unheard = new FolderInbox(
                bucket,
                data.resolve("bucket/.pending"),
                weir.sqs(), // its store is closed: the queue refuses
                "http://weir.local/000000000000/weir",
                Clock.systemUTC());
        unheard.put(
                "inbox/2026/03/04/github/x",
                InboxObject.write(QueueMessage.of(
                        new ReceivedRequest(
                                "github", Instant.now(), "POST", "http://x/", signed("late", body, "s3cr3t"), body),
                        List.of())),
                Duration.ofSeconds(5));

        weir = open();
        weir.start();

        await().until(() -> archived().size() == 1);
        awaitIdle();
        try (Stream<Path> marks = Files.list(data.resolve("bucket/.pending"))) {
            assertThat(marks).isEmpty();
        }
    }

    @Test
    void open_laterStepFails_leavesNothingOpenAndCanBeOpenedOnceItIsRepaired() throws Exception {
        weir.close();
        Path key = data.resolve("topic/key.pkcs8");
        byte[] good = Files.readAllBytes(key);
        Files.writeString(key, "no key");
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot use the topic's key");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("store-writer", "inbox", "poller-0");

        Files.write(key, good);
        weir = open();
        weir.start();

        assertThat(weir.health().isUp()).isTrue();
    }

    @Test
    void start_portTaken_leavesTheFolderFreeAfterItsClose() throws Exception {
        Path second = data.resolve("second");
        PrintStream quiet = new PrintStream(log, true, UTF_8);
        try (LocalWeir refused = LocalWeir.open(sources, second, "127.0.0.1", weir.port(), quiet)) {
            assertThatThrownBy(refused::start).isInstanceOf(IOException.class);
        }
        try (LocalWeir again = LocalWeir.open(sources, second, "127.0.0.1", 0, quiet)) {
            again.start();
            assertThat(again.health().isUp()).isTrue();
        }
    }

    @Test
    void close_twice_isOnce() throws Exception {
        weir.close();
        weir.close();
        assertThat(weir.health().isUp()).isFalse();
    }
}
