package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.ActionProvider;
import io.weir.cli.input.InputFiles;
import io.weir.cli.sender.Signing;
import io.weir.json.Json;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import io.weir.worker.kit.HaltProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

/** One request whose action ends the process, among 99 others; the process is started again each time, as a supervisor does. */
class PoisonIT {
    private static final int GOOD = 99;

    /** What runs at once in the process, and may have had its effect but no mark when it ends. */
    private static final int AT_ONCE = 16;

    /** At its first receive, when nothing is marked, and three that were. */
    private static final int DEATHS = 4;

    @TempDir
    private Path folder;

    private Path data;
    private Path effects;
    private @Nullable WeirProcess weir;
    private int starts;

    @BeforeEach
    void prepare() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        effects = folder.resolve("effects");
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(ActionProvider.class.getName()), HaltProvider.class.getName());
        Files.writeString(folder.resolve("secret"), "secret");
        Files.writeString(
                folder.resolve("sources.json"),
                Json.write(Map.of(
                        "github",
                        Map.of(
                                "scheme",
                                "github",
                                "secret",
                                "file:" + folder.resolve("secret"),
                                "actions",
                                List.of("archive", Map.of("halt", Map.of("file", effects.toString())))))));
    }

    @AfterEach
    void end() {
        if (weir != null) {
            weir.process().destroyForcibly();
        }
    }

    private WeirProcess running() throws IOException, InterruptedException {
        while (weir == null || !weir.wasReady() || !weir.process().isAlive()) {
            assertThat(starts++).as("starts").isLessThan(20);
            weir = WeirProcess.start(
                    folder.resolve("log"),
                    List.of(folder.resolve("classes")),
                    "--sources",
                    folder.resolve("sources.json").toString(),
                    "--data",
                    data.toString());
            if (!weir.wasReady()) {
                weir.process().waitFor(); // it met the poison before it could say that it is ready
            }
        }
        return weir;
    }

    /** Until it is accepted, however often the process ends meanwhile. */
    private void send(HttpClient http, String id, String body) throws Exception {
        int status = 0;
        while (status != 200) {
            WeirProcess to = running();
            String url = to.url("github");
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(20))
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            Signing.headers(
                            InputFiles.hmac("github"),
                            "secret".getBytes(UTF_8),
                            url,
                            body.getBytes(UTF_8),
                            id,
                            "push",
                            Map.of())
                    .forEach(request::header);
            try {
                status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException e) {
                to.process().waitFor(10, TimeUnit.SECONDS); // ended before it answered: no promise was made
            }
        }
    }

    private boolean isDrained(HttpClient http) throws Exception {
        WeirProcess asked = running();
        try {
            Map<String, ?> health = asked.health(http);
            return List.of("queue", "inFlight", "retrying").stream()
                    .allMatch(name -> health.get(name).toString().equals("0"));
        } catch (IOException e) {
            asked.process().waitFor(10, TimeUnit.SECONDS);
            return false;
        }
    }

    private List<Message> letters(String queue) {
        try (LocalStore store = LocalStore.open(data, SqliteSqsClient.schema())) {
            return new SqliteSqsClient(store, Clock.systemUTC())
                    .receiveMessage(request -> request.queueUrl(SqsNames.url(queue))
                            .maxNumberOfMessages(10)
                            .messageAttributeNames("All"))
                    .messages();
        }
    }

    /**
     * Of an event that a process marked as done and then did not live to tell, the next attempt finds a duplicate; so is what
     * was sent again since a death came before the answer.
     */
    private @Nullable Long othersThanDoneByTheLedger() {
        try (LocalStore store = LocalStore.open(data, SqliteSqsClient.schema())) {
            return store.find(
                    sql -> sql.query("SELECT count(*) AS found FROM requests WHERE state NOT IN ('done', 'duplicate')")
                            .one(row -> row.getLong("found")));
        }
    }

    /** How often those were received that came through, by the log, which a death costs its last lines. */
    private List<Integer> receivesOfTheGood() throws IOException {
        return Pattern.compile("\"Outcome\":\"Done\".*\"attempt\":([0-9]+)")
                .matcher(Files.readString(folder.resolve("log")))
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    @Test
    void poisonAmong99_the99AreProcessedOnceAndItIsBuriedWithItsReason() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < GOOD; i++) {
                send(http, "good-" + i, "{\"id\": " + i + "}");
                if (i == GOOD / 2) {
                    send(http, "bad", "{\"id\": \"" + HaltProvider.POISON + "\"}");
                }
            }
            org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> isDrained(http));
        }
        Process last = running().process();
        last.destroy();
        last.waitFor();

        assertThat(starts - 1).as("deaths").isEqualTo(DEATHS);
        assertThat(othersThanDoneByTheLedger()).isEqualTo(1L); // the poison
        assertThat(receivesOfTheGood())
                .as("a death costs what was in hand one receive")
                .isNotEmpty()
                .allMatch(receives -> receives <= DEATHS + 1);
        Map<String, Long> performed = Files.readAllLines(effects).stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(performed.keySet())
                .isEqualTo(IntStream.range(0, GOOD)
                        .mapToObj(i -> "good-" + i)
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(performed.values().stream().mapToLong(times -> times - 1).sum())
                .as("effects whose mark the process did not live to write")
                .isLessThan(2L * AT_ONCE);
        assertThat(letters("weir-unproven")).isEmpty();
        assertThat(letters("weir-dlq")).singleElement().satisfies(letter -> {
            assertThat(letter.body()).contains(HaltProvider.POISON);
            assertThat(letter.messageAttributes().get("failure").stringValue())
                    .contains("\"reason\":\"poison\"", "\"attempts\":5");
        });
    }
}
