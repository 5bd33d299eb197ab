package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.action.SnsMessage;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Sources;
import io.weir.ingest.SqsQueue;
import io.weir.json.Json;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.FolderInbox;
import io.weir.local.store.StoreException;
import io.weir.local.topic.LocalSubscriptions;
import io.weir.local.topic.LocalTopic;
import io.weir.worker.hmac.HmacSigner;
import io.weir.worker.sns.Subscriptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Both functions on one machine, driven over HTTP. */
class LocalWeirTest {
    @TempDir
    private Path data;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Sources sources;
    private LocalWeir weir;

    @BeforeEach
    void start() throws IOException {
        Path secret = Files.writeString(data.resolve("secret"), "s3cr3t\n");
        sources = Sources.parse(
                "test",
                Json.write(Map.of(
                        "github",
                        Map.of("scheme", "github", "secret", "file:" + secret),
                        "mailed",
                        Map.of("scheme", "github", "secret", "file:" + secret, "actions", List.of("email")),
                        "budgets",
                        Map.of(
                                "scheme",
                                "sns",
                                "topics",
                                List.of(LocalTopic.arn("budgets")),
                                "actions",
                                List.of("email")))));
        weir = open();
        weir.start();
    }

    private LocalWeir open() throws IOException {
        return new LocalWeir(sources, data, "127.0.0.1", 0, new PrintStream(log, true, UTF_8));
    }

    @AfterEach
    void stop() throws IOException {
        weir.close();
        http.close();
    }

    private HttpResponse<String> request(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + weir.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Map<String, String> signed(String id, byte[] body, String secret) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-GitHub-Event", "push");
        headers.put("X-GitHub-Delivery", id);
        headers.putAll(new HmacSigner((HmacScheme) sources.find("github").scheme())
                .sign(
                        new ReceivedRequest("github", Instant.now(), "POST", "http://x/", headers, body),
                        secret.getBytes(UTF_8),
                        Instant.now()));
        return headers;
    }

    private List<Path> archived() {
        Path folder = data.resolve("bucket/archive");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitIdle() {
        await().until(() -> weir.health().queue() == 0 && weir.health().inFlight() == 0);
    }

    @Test
    void post_genuineWebhook_isArchivedByteForByte() throws Exception {
        byte[] body = {0, 1, (byte) 0xFF, '\r', '\n'};
        assertThat(request("POST", "/github?a=b", signed("id-1", body, "s3cr3t"), body)
                        .statusCode())
                .isEqualTo(200);
        awaitIdle();
        assertThat(archived()).singleElement().satisfies(file -> {
            assertThat(file.getFileName()).hasToString("id-1");
            assertThat(Files.readAllBytes(file)).isEqualTo(body);
        });
    }

    @Test
    void post_bodyTooLargeForTheQueue_goesThroughTheInbox() throws Exception {
        byte[] body = new byte[5 << 20];
        assertThat(request("POST", "/github", signed("big", body, "s3cr3t"), body)
                        .statusCode())
                .isEqualTo(200);
        awaitIdle();
        await().until(() -> archived().size() == 1);
        assertThat(Files.readAllBytes(archived().getFirst())).isEqualTo(body);
    }

    @Test
    void post_forged_leavesNothingButASample() throws Exception {
        assertThat(request("POST", "/github", signed("id-1", new byte[1], "guess"), new byte[1])
                        .statusCode())
                .isEqualTo(200);
        awaitIdle();
        assertThat(archived()).isEmpty();
        assertThat(weir.health().dead()).isZero();
        assertThat(data.resolve("bucket/rejected/github")).isDirectory();
    }

    @Test
    void post_poison_isADeadLetterWithItsReason() throws Exception {
        byte[] body = {(byte) 0xFF};
        request("POST", "/mailed", signed("id-1", body, "s3cr3t"), body);
        await().until(() -> weir.health().dead() == 1);
        Message letter = weir.sqs()
                .receiveMessage(request -> request.queueUrl(weir.dlqUrl()).messageAttributeNames("All"))
                .messages()
                .getFirst();
        assertThat(letter.messageAttributes().get("failure").stringValue()).contains("action-email", "not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void post_messageOfTheLocalTopic_isMailed(String version) throws Exception {
        String body = weir.topic()
                .message(
                        SnsMessage.Type.NOTIFICATION,
                        version,
                        LocalTopic.arn("budgets"),
                        "m-1",
                        "Grüße",
                        "text",
                        Instant.now());
        Map<String, String> headers = Map.of("x-amz-sns-message-type", "Notification");
        assertThat(request("POST", "/budgets", headers, body.getBytes(UTF_8)).statusCode())
                .isEqualTo(200);
        awaitIdle();
        try (Stream<Path> mails = Files.list(data.resolve("outbox"))) {
            assertThat(mails)
                    .singleElement()
                    .satisfies(mail ->
                            assertThat(Files.readString(mail)).contains("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?="));
        }
    }

    @Test
    void post_confirmationOfTheLocalTopicWithAnotherTopicsToken_isNotConfirmed() throws Exception {
        String body = weir.topic()
                .message(
                        SnsMessage.Type.SUBSCRIPTION_CONFIRMATION,
                        "2",
                        LocalTopic.arn("budgets"),
                        "m-1",
                        null,
                        "text",
                        Instant.now());
        request("POST", "/budgets", Map.of("x-amz-sns-message-type", "SubscriptionConfirmation"), body.getBytes(UTF_8));
        await().until(() -> log.toString(UTF_8).contains("confirmed"));
        assertThat(log.toString(UTF_8)).doesNotContain(weir.topic().token(LocalTopic.arn("budgets")));
        assertThat(new LocalSubscriptions(weir.topic(), (topic, token) -> null)
                        .confirm(LocalTopic.arn("other"), weir.topic().token(LocalTopic.arn("budgets"))))
                .isEqualTo(Subscriptions.Result.TOKEN_SPENT);
    }

    @Test
    void request_thatTheDoorRefuses_isNotQueued() throws Exception {
        assertThat(request("POST", "/nobody", Map.of(), new byte[1]).statusCode())
                .isEqualTo(404);
        assertThat(request("GET", "/github", Map.of(), new byte[0]).statusCode())
                .isEqualTo(405);
        HttpResponse<String> missing = request("POST", "/github", Map.of(), new byte[1]);
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body()).isEqualTo("missing header x-hub-signature-256");
        assertThat(request("POST", "/github", Map.of("x-hub-signature-256", "x"), new byte[(6 << 20) + 1])
                        .statusCode())
                .isEqualTo(413);
        assertThat(weir.health().queue()
                        + weir.health().inFlight()
                        + weir.health().dead())
                .isZero();
    }

    @Test
    void health_says_depthsAndVersion() throws Exception {
        HttpResponse<String> health = request("GET", "/-/health", Map.of(), new byte[0]);
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body())
                .isEqualTo("{\"status\":\"up\",\"queue\":0,\"inFlight\":0,\"dead\":0,\"version\":\"" + Version.TEXT
                        + "\"}");
        assertThat(Version.TEXT).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    }

    @Test
    void start_portTaken_saysSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LocalWeir second = new LocalWeir(
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
                        List.of())));

        weir = open();
        weir.start();

        await().until(() -> archived().size() == 1);
        awaitIdle();
        try (Stream<Path> marks = Files.list(data.resolve("bucket/.pending"))) {
            assertThat(marks).isEmpty();
        }
    }

    @Test
    void post_twoHeadersOfOneName_areJoinedAsTheGatewayDoes() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), weir.port())) {
            String signature = signed("id-1", new byte[0], "s3cr3t").get("x-hub-signature-256");
            socket.getOutputStream()
                    .write(("POST /github HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: " + signature
                                    + "\r\nX-Hub-Signature-256: " + signature
                                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200");
        }
        await().until(() -> log.toString(UTF_8).contains("\"Reason\":\"malformed\""));
    }
}
