package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process whose log nobody reads, or whose end comes at once after its lines. */
@Timeout(120)
class UnreadLogIT {
    /** Their lines are several times what a pipe takes. */
    private static final int REQUESTS = 600;

    @TempDir
    private Path data;

    private WeirProcess weir;

    private void start(ProcessBuilder.Redirect log) throws IOException {
        weir = WeirProcess.start(log, List.of(), "--data", data.toString());
        assertThat(weir.wasReady()).isTrue();
    }

    @AfterEach
    void end() {
        weir.process().destroyForcibly();
    }

    /** Its signature is wrong: the door takes it, and the worker rejects it. */
    private void post(HttpClient http, int count) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(weir.url("github")))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .header("x-github-event", "push")
                .header("x-github-delivery", "id")
                .header("x-hub-signature-256", "sha256=" + "0".repeat(64))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        for (int i = 0; i < count; i++) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private void awaitEmptyQueue(HttpClient http) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> weir.health(http).get("queue").toString().equals("0")
                        && weir.health(http).get("inFlight").toString().equals("0"));
    }

    @Test
    void pipeThatNobodyReads_holdsUpNeitherDoorNorWorkerNorTheEnd() throws Exception {
        start(ProcessBuilder.Redirect.PIPE);
        try (HttpClient http = HttpClient.newHttpClient()) {
            post(http, REQUESTS);
            awaitEmptyQueue(http);
        }
        weir.process().destroy(); // SIGTERM
        assertThat(weir.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(weir.process().exitValue()).isEqualTo(143);
    }

    @Test
    void pipeThatIsClosed_holdsUpNeitherDoorNorWorker() throws Exception {
        start(ProcessBuilder.Redirect.PIPE);
        weir.process().getInputStream().close();
        try (HttpClient http = HttpClient.newHttpClient()) {
            post(http, REQUESTS);
            awaitEmptyQueue(http);
        }
    }

    @Test
    void sigterm_rightAfterTheLastOutcome_losesNoLine() throws Exception {
        Path log = data.resolve("log");
        start(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            post(http, 20);
            awaitEmptyQueue(http);
        }
        weir.process().destroy(); // SIGTERM
        assertThat(weir.process().waitFor()).isEqualTo(143);

        List<String> lines = Files.readAllLines(log);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"Status\":\"200\""))
                .hasSize(20)
                .allMatch(line -> line.startsWith("{\"time\":\"") && !line.contains("_aws"));
        assertThat(lines)
                .filteredOn(line -> line.contains("\"Outcome\":\"Rejected\""))
                .hasSize(20);
    }
}
