package io.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class S3InboxTest {
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "SECRET"));
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final byte[] OBJECT = {1, 2, 3, (byte) 0xFF};

    private record Put(String path, Map<String, String> headers, byte[] body) {}

    private final List<Put> puts = new ArrayList<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private HttpServer server;
    private S3Inbox inbox;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            puts.add(new Put(
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.pop(), -1);
            exchange.close();
        });
        server.start();
        inbox = inbox("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static S3Inbox inbox(String endpoint) {
        return new S3Inbox(
                new BucketAddress(URI.create(endpoint + "/bucket/"), "eu-west-1"),
                CREDENTIALS,
                UrlConnectionHttpClient.create());
    }

    @Test
    void put_object_isSentWholeSignedAndWithItsChecksum() throws Exception {
        inbox.put("inbox/2026/x", OBJECT, TIME);

        Put put = puts.getFirst();
        assertThat(put.path()).isEqualTo("/bucket/inbox/2026/x");
        assertThat(put.body()).isEqualTo(OBJECT);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(OBJECT);
        assertThat(put.headers())
                .containsEntry("x-amz-content-sha256", HexFormat.of().formatHex(digest))
                .containsEntry("x-amz-checksum-sha256", Base64.getEncoder().encodeToString(digest));
        assertThat(put.headers().get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-west-1/s3/aws4_request", "x-amz-content-sha256");
    }

    @Test
    void put_passingFault_isTriedAgain() throws Exception {
        statuses.addAll(List.of(500, 429));
        inbox.put("inbox/x", OBJECT, TIME);
        assertThat(puts).hasSize(3);
    }

    @Test
    void put_lastingFault_isAnErrorNeverASuccess() {
        statuses.addAll(List.of(503, 503, 503, 503));
        assertThatThrownBy(() -> inbox.put("inbox/x", OBJECT, TIME))
                .isInstanceOf(IOException.class)
                .hasMessage("the bucket answered 503");
        assertThat(puts).hasSize(3);
    }

    @Test
    void put_noPermission_isAnErrorAtOnce() {
        statuses.add(403);
        assertThatThrownBy(() -> inbox.put("inbox/x", OBJECT, TIME)).hasMessage("the bucket answered 403");
        assertThat(puts).hasSize(1);
    }

    @Test
    void put_nobodyListens_isAnError() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> inbox("http://127.0.0.1:" + free).put("inbox/x", OBJECT, TIME))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the bucket cannot be asked");
    }
}
