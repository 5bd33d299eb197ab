package io.weir.benchmarks.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.ingest.IngestHandler;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.RequestSigner;
import io.weir.worker.Peers;
import io.weir.worker.WorkerConfig;
import io.weir.worker.WorkerHandler;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.fakes.InMemoryClaims;
import io.weir.worker.fakes.Records;
import io.weir.worker.sns.Subscriptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the table to its code, and the code to what the functions do. */
class AwsCostsTest {
    private static final byte[] SECRET = "secret".getBytes(UTF_8);
    private static final Sources SOURCES = Sources.parse(
            "test", "{\"github\": {\"scheme\": \"github\", \"secret\": \"env:X\", \"actions\": [\"archive\"]}}");

    private final InMemoryBucket bucket = new InMemoryBucket();
    private final InMemoryClaims claims = new InMemoryClaims();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @Test
    void markdown_isWhatIsCommitted() throws IOException {
        assertThat(Files.readString(Path.of("results", "costs.md")))
                .as("java -cp ... io.weir.benchmarks.functions.AwsCosts benchmarks/results/costs.md writes it anew")
                .isEqualTo(AwsCosts.markdown());
    }

    @Test
    void total_moreRequests_costLessEach() {
        assertThat(AwsCosts.total(100)).isLessThan(AwsCosts.total(1));
        assertThat(AwsCosts.total(10_000)).isLessThanOrEqualTo(AwsCosts.total(100));
        assertThat(AwsCosts.monthly(0)).isPositive().isLessThan(AwsCosts.monthly(1));
    }

    /** A table that is down after so many writes lets the event act, but not be marked: so it is one write more that is needed. */
    @Test
    void tableWrites_ofOneRecord_areAsCounted() throws IOException {
        claims.setWrites(Load.TABLE_WRITES);
        process();
        assertThat(claims.entries().values()).hasSize(2).allMatch(entry -> entry.done());
        assertThat(bucket.objects()).hasSize(Load.OBJECTS);

        claims.entries().clear();
        claims.setWrites(Load.TABLE_WRITES - 1);
        process();
        assertThat(claims.entries().values()).anyMatch(entry -> !entry.done());
    }

    /** Those of the sweeper are there without a request, the rest comes with requests, whatever their number is. */
    @Test
    void metrics_areAsCounted() throws Exception {
        process();
        Set<String> metrics = new TreeSet<>(metrics(log));
        metrics.addAll(metrics(door()));
        assertThat(metrics).containsExactly("Age Done", "Records Done", "Rejected github", "Requests 200");

        log.reset();
        process(Records.record("sweep", "{\"weir\":\"sweep\"}", Map.of()));
        assertThat(metrics(log))
                .containsExactlyInAnyOrder("InboxOld", "Records Done", "Age Done")
                .hasSize(Load.IDLE_METRICS);
        metrics.removeAll(metrics(log));
        assertThat(metrics).hasSize(Load.METRICS);
    }

    /** Name and values of the dimensions of each metric that CloudWatch makes of these lines. */
    private static List<String> metrics(ByteArrayOutputStream lines) throws JsonException {
        List<String> metrics = new ArrayList<>();
        for (String text : lines.toString(UTF_8).lines().toList()) {
            Map<String, ?> line = Json.readObject(text);
            if (!(line.get("_aws") instanceof Map<?, ?> aws)) {
                continue;
            }
            for (Object each : (List<?>) Objects.requireNonNull(aws.get("CloudWatchMetrics"))) {
                Map<?, ?> directive = (Map<?, ?>) each;
                for (Object metric : (List<?>) Objects.requireNonNull(directive.get("Metrics"))) {
                    for (Object dimensions : (List<?>) Objects.requireNonNull(directive.get("Dimensions"))) {
                        StringBuilder name = new StringBuilder(String.valueOf(((Map<?, ?>) metric).get("Name")));
                        ((List<?>) dimensions)
                                .forEach(dimension -> name.append(' ').append(line.get(String.valueOf(dimension))));
                        metrics.add(name.toString());
                    }
                }
            }
        }
        return metrics;
    }

    @Test
    void lines_ofDoorAndWorker_haveAboutTheirSize() throws IOException {
        process();
        String line = log.toString(UTF_8)
                .lines()
                .filter(text -> text.contains("\"Outcome\""))
                .findFirst()
                .orElseThrow();
        assertThat((double) line.length()).isCloseTo(Load.RECORD_LINE, within(Load.RECORD_LINE * 0.15));

        assertThat((double) door().size()).isCloseTo(Load.DOOR_LINE, within(Load.DOOR_LINE * 0.15));
    }

    private static ByteArrayOutputStream door() throws IOException {
        ByteArrayOutputStream door = new ByteArrayOutputStream();
        IngestHandler.builder(SOURCES, (message, group, trace) -> {})
                .log(new PrintStream(door, true, UTF_8))
                .build()
                .handleRequest(
                        new ByteArrayInputStream(Webhooks.event()),
                        new ByteArrayOutputStream(),
                        new FakeContext(15_000));
        return door;
    }

    private void process() throws IOException {
        process(Records.record("m-1", message()));
    }

    private void process(SQSEvent.SQSMessage record) throws IOException {
        WorkerHandler worker = new WorkerHandler(
                WorkerConfig.builder(SOURCES).bucket("b").table("t").build(),
                Peers.builder()
                        .deadLetters((letter, failure) -> {
                            throw new IOException("nothing is to become a dead letter");
                        })
                        .requeue(bodies -> {})
                        .visibility(delays -> Map.of())
                        .bucket(bucket)
                        .claims(claims)
                        .bus((bus, source, type, detail, time) -> {})
                        .http(allowPrivate -> (url, headers, body, timeout) -> 200)
                        .certificates((url, maxBytes) -> new byte[0])
                        .subscriptions((topic, token) -> Subscriptions.Result.CONFIRMED)
                        .secrets((reference, fresh) -> SecretSet.fixed(SECRET))
                        .clock(Clock.systemUTC())
                        .log(new PrintStream(log, true, UTF_8))
                        .build());
        assertThat(worker.handleRequest(Records.event(record), new FakeContext(30_000))
                        .getBatchItemFailures())
                .isEmpty();
    }

    private static QueueMessage message() throws IOException {
        Source source = Objects.requireNonNull(SOURCES.find("github"));
        SignatureScheme scheme = (SignatureScheme) source.scheme();
        Instant now = Clock.systemUTC().instant();
        Map<String, String> headers = new LinkedHashMap<>(Webhooks.HEADERS);
        byte[] body = Webhooks.BODY.getBytes(UTF_8);
        ReceivedRequest unsigned = new ReceivedRequest("github", now, "POST", "https://door/github", headers, body);
        headers.putAll(new RequestSigner(scheme).sign(unsigned, SECRET, now));
        return QueueMessage.of(
                new ReceivedRequest(
                        "github", now, "POST", "https://door/github", headers, body, "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                List.copyOf(scheme.declaredHeaders()));
    }
}
