package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.local.topic.LocalTopic;
import io.weir.verify.signature.RequestSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Both functions on one machine, started for each test and driven over HTTP. */
abstract class LocalWeirFixture {
    @TempDir
    Path data;

    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Sources sources;
    LocalWeir weir;

    @BeforeEach
    void start() throws IOException {
        Path secret = Files.writeString(data.resolve("secret"), "s3cr3t\n");
        sources = Sources.parse(
                "test",
                Json.write(Map.of(
                        "github",
                        Map.of("scheme", "github", "secret", "file:" + secret),
                        "closed",
                        Map.of("scheme", "github", "secret", "file:" + secret, "allow", List.of("203.0.113.0/24")),
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

    LocalWeir open() throws IOException {
        return LocalWeir.open(sources, data, "127.0.0.1", 0, new PrintStream(log, true, UTF_8));
    }

    @AfterEach
    void stop() throws IOException {
        weir.close();
        http.close();
    }

    HttpResponse<String> request(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + weir.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    Map<String, String> signed(String id, byte[] body, String secret) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-GitHub-Event", "push");
        headers.put("X-GitHub-Delivery", id);
        headers.putAll(
                new RequestSigner((SignatureScheme) sources.find("github").scheme())
                        .sign(
                                new ReceivedRequest("github", Instant.now(), "POST", "http://x/", headers, body),
                                secret.getBytes(UTF_8),
                                Instant.now()));
        return headers;
    }

    List<Path> archived() {
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

    void awaitIdle() {
        await().until(() -> weir.health().queue() == 0 && weir.health().inFlight() == 0);
    }
}
