package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.cli.input.InputFiles;
import io.weir.cli.input.SourcesFile;
import io.weir.cli.sender.Signing;
import io.weir.envelope.scheme.SignatureScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of its work: what it answered with 200 is there after a restart. */
class KillIT {
    private static final int REQUESTS = 2000;

    @TempDir
    private Path data;

    private WeirProcess weir;

    private void start() throws IOException {
        weir = WeirProcess.start(data.resolve("log"), List.of(), "--data", data.toString());
        if (!weir.wasReady()) {
            throw new IOException("weir did not start");
        }
    }

    @AfterEach
    void end() {
        weir.process().destroyForcibly();
    }

    private static int status(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0; // killed before it answered: no promise was made
        }
    }

    private HttpRequest request(String id) throws IOException {
        byte[] body = ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
        String url = weir.url("github");
        SignatureScheme scheme = InputFiles.hmac("github");
        byte[] secret = Files.readAllBytes(SourcesFile.secret(data, "github"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        Signing.headers(scheme, secret, url, body, id, "push", Map.of()).forEach(request::header);
        return request.build();
    }

    private List<String> archived() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("bucket/archive"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private Map<String, ?> health() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return weir.health(http);
        }
    }

    private void awaitEmptyQueue() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> health().get("queue").toString().equals("0")
                        && health().get("inFlight").toString().equals("0"));
    }

    @Test
    void kill9_inTheMiddleOf2000Requests_losesNoneThatWasAnsweredWith200() throws Exception {
        start();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService senders = Executors.newFixedThreadPool(16);
                HttpClient http = HttpClient.newHttpClient()) {
            List<Future<?>> all = IntStream.range(0, 16)
                    .<Future<?>>mapToObj(sender -> senders.submit(() -> {
                        for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
                            if (acknowledged.size() >= REQUESTS / 2
                                    && weir.process().isAlive()) {
                                weir.process().destroyForcibly(); // SIGKILL
                            }
                            if (status(http, request("id-" + i)) == 200) {
                                acknowledged.add("id-" + i);
                            }
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(weir.process().waitFor()).isNotZero();
        assertThat(acknowledged).hasSizeBetween(REQUESTS / 2, REQUESTS - 1);

        start();

        awaitEmptyQueue();
        List<String> archived = archived();
        assertThat(archived).doesNotHaveDuplicates().containsAll(acknowledged);
        assertThat(health().get("dead")).hasToString("0");
    }

    @Test
    void sigterm_drainsAndEndsCleanly() throws Exception {
        start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 50; i++) {
                assertThat(status(http, request("id-" + i))).isEqualTo(200);
            }
        }
        weir.process().destroy(); // SIGTERM
        assertThat(weir.process().waitFor()).isEqualTo(143);
        start();
        await().atMost(Duration.ofSeconds(30)).until(() -> archived().size() == 50);
    }
}
