package io.weir.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.log.EmfLog;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The log line of a record, which is its metrics as well. */
class RecordLogTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Map<String, String> RECORDS = Map.of("Name", "Records", "Unit", "Count");
    private static final Map<String, String> AGE = Map.of("Name", "Age", "Unit", "Milliseconds");

    private static final String ID = "01KJWBG7KVH0KC0EH6CBJYK0ES";

    private static final Sources SOURCES =
            Sources.parse("test", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final RecordLog log = new RecordLog(
            new EmfLog(
                    "Weir/test", new PrintStream(out, true, StandardCharsets.UTF_8), Clock.fixed(NOW, ZoneOffset.UTC)),
            Clock.fixed(NOW, ZoneOffset.UTC));

    /** A record that is open. Its attribute names another source than the one that was found. */
    private static Attempt received() {
        Source source = Objects.requireNonNull(SOURCES.find("s"));
        Attempt attempt = new Attempt(QueueRecord.builder("m")
                .body("body")
                .attributes(Map.of("source", "another"))
                .receiveCount(3)
                .sentAt(NOW.minusSeconds(7))
                .traceHeader("Root=1-2-3")
                .build());
        attempt.open(new Opened.Request(
                source, new ReceivedRequest("s", NOW, "POST", "https://door/s", Map.of(), new byte[0])));
        return attempt;
    }

    private void record(Attempt attempt, Outcome outcome) {
        attempt.decide(outcome);
        log.record(attempt.report(outcome, NOW));
    }

    private Map<?, ?> line() throws JsonException {
        return (Map<?, ?>) Json.read(out.toString(StandardCharsets.UTF_8));
    }

    private static List<?> directives(Map<?, ?> line) {
        return (List<?>) ((Map<?, ?>) line.get("_aws")).get("CloudWatchMetrics");
    }

    /** What CloudWatch is told to count by these dimensions. */
    private static Map<String, Object> counts(List<List<String>> dimensions, List<Map<String, String>> metrics) {
        return Map.of("Namespace", "Weir/test", "Dimensions", dimensions, "Metrics", metrics);
    }

    private static Map<String, String> count(String name) {
        return Map.of("Name", name, "Unit", "Count");
    }

    /** The metrics that CloudWatch makes of a line, each with its dimensions and their values. */
    private static List<String> metrics(Map<?, ?> line) {
        List<String> metrics = new ArrayList<>();
        for (Object directive : directives(line)) {
            for (Object metric : (List<?>) ((Map<?, ?>) directive).get("Metrics")) {
                for (Object dimensions : (List<?>) ((Map<?, ?>) directive).get("Dimensions")) {
                    metrics.add(((Map<?, ?>) metric).get("Name")
                            + ((List<?>) dimensions)
                                    .stream()
                                            .map(name -> " " + name + "=" + line.get(name))
                                            .collect(Collectors.joining()));
                }
            }
        }
        return metrics;
    }

    /** Whatever becomes of its records: each metric costs as much as another, and a deployment may have many sources. */
    @Test
    void source_hasAtMostThreeMetricsOfItsOwn() throws Exception {
        Set<String> all = new TreeSet<>();
        for (Outcome outcome : List.of(
                new Outcome.Done("archived"),
                new Outcome.Rejected("signature", ""),
                new Outcome.Rejected("stale", ""),
                new Outcome.Dead("action-http", ""),
                new Outcome.Unproven("secret", ""),
                new Outcome.Retry("bucket", ""),
                new Outcome.Moved(new Outcome.Retry("table", "")))) {
            for (int position = 1; position <= 3; position++) {
                out.reset();
                Attempt attempt = received();
                attempt.notes().secret(position);
                attempt.notes().duplicate();
                record(attempt, outcome);
                all.addAll(metrics(line()));
            }
        }
        assertThat(all.stream().filter(metric -> metric.contains("Source=")))
                .containsExactly("Rejected Source=s", "Retries Source=s");
        assertThat(all)
                .containsExactlyInAnyOrder(
                        "Rejected Source=s",
                        "Retries Source=s",
                        "Records Outcome=Done",
                        "Records Outcome=Rejected",
                        "Records Outcome=Dead",
                        "Records Outcome=Unproven",
                        "Records Outcome=Retry",
                        "Age Outcome=Done",
                        "Duplicates");
    }

    /** So the average is the share of the rejected, and the number of samples that of the records that have ended. */
    @Test
    void rejected_is1Or0OfWhatHasEndedAndNotThereOfWhatComesAgain() throws Exception {
        record(received(), new Outcome.Done("archived"));
        assertThat(line().get("Rejected")).hasToString("0");
        out.reset();
        record(received(), new Outcome.Rejected("stale", ""));
        assertThat(line().get("Rejected")).hasToString("1");
        out.reset();
        record(received(), new Outcome.Retry("bucket", ""));
        assertThat(line().get("Rejected")).isNull();
    }

    @Test
    void inboxOld_isAMetricAlsoIfThereAreNone() throws Exception {
        log.inboxOld(0);
        assertThat(line().get("InboxOld")).hasToString("0");
        assertThat(metrics(line())).containsExactly("InboxOld");
    }

    @Test
    void stillOpen_isTheMetricOfABreakerThatHasOpened() throws Exception {
        log.stillOpen("bucket");
        assertThat(line().get("BreakerOpen")).hasToString("1");
        assertThat(metrics(line())).containsExactly("BreakerOpen Downstream=bucket", "BreakerOpen");
    }

    @Test
    void record_ofARejection_namesReasonDurationAgeAndTrace() throws Exception {
        Attempt attempt = received();
        record(attempt, new Outcome.Rejected("signature", "no match"));

        Map<?, ?> line = line();
        assertThat(line.get("Outcome")).isEqualTo("Rejected");
        assertThat(line.get("Reason")).isEqualTo("signature");
        assertThat(line.get("detail")).isEqualTo("no match");
        assertThat(line.get("messageId")).isEqualTo("m");
        assertThat(line.get("trace")).isEqualTo("Root=1-2-3");
        assertThat(line.get("attempt")).hasToString("3");
        assertThat(line.get("Duration"))
                .hasToString(Long.toString(attempt.duration().toMillis()));
        assertThat(line.get("Source")).isEqualTo("s");
        assertThat(line.get("Age")).hasToString("7000");
        assertThat(((Map<?, ?>) line.get("_aws")).get("Timestamp")).hasToString(Long.toString(NOW.toEpochMilli()));
        assertThat(directives(line))
                .isEqualTo(List.of(
                        counts(List.of(List.of("Outcome")), List.of(RECORDS)),
                        counts(List.of(List.of("Source")), List.of(count("Rejected")))));
    }

    /** By the id an operator finds what the door answered; the actions say where it went wrong. */
    @Test
    void record_ofARequest_namesItsIdWhetherItIsProvenAndWhatItsActionsDid() throws Exception {
        Attempt attempt = new Attempt(QueueRecord.builder("m")
                .attributes(Map.of("source", "s", "request", "POST https://door/s " + ID))
                .build());
        attempt.notes().proven();
        attempt.notes().type("push");
        attempt.notes().step("archive", true, Duration.ofMillis(3));
        attempt.notes().step("http", false, Duration.ofMillis(40));
        record(attempt, new Outcome.Retry("action-http", "answered 500"));

        Map<?, ?> line = line();
        assertThat(line.get("id")).isEqualTo(ID);
        assertThat(line.get("proven")).isEqualTo(true);
        assertThat(line.get("eventType")).isEqualTo("push");
        assertThat(Json.write(line.get("actions")))
                .isEqualTo(
                        "[{\"name\":\"archive\",\"done\":true,\"ms\":3},{\"name\":\"http\",\"done\":false,\"ms\":40}]");
    }

    @Test
    void record_thatCannotBeOpened_isNamedByTheIdInItsAttributesOrInItsKey() {
        Attempt closed = new Attempt(QueueRecord.builder("m")
                .attributes(Map.of("source", "s", "request", "POST https://door/s " + ID))
                .build());
        assertThat(closed.requestId()).isEqualTo(ID);
        Attempt pointer = new Attempt(QueueRecord.builder("m").build());
        assertThat(pointer.requestId()).isNull();
        pointer.inInbox("inbox/2026/03/04/s/" + ID);
        assertThat(pointer.requestId()).isEqualTo(ID);
        pointer.inInbox("inbox/2026/03/04/s/0e4fd3e6-4f27-4a0f-8d3f-6d51c4a8f6a4");
        assertThat(pointer.requestId()).isNull();
    }

    @Test
    void record_ofADeadOne_namesItsReasonButMakesNoMetricOfIt() throws Exception {
        record(received(), new Outcome.Dead("malformed-envelope", "no source"));

        assertThat(line().get("Reason")).isEqualTo("malformed-envelope");
        assertThat(metrics(line())).containsExactly("Records Outcome=Dead", "Rejected Source=s");
    }

    @Test
    void record_ofARetry_namesItsReason() throws Exception {
        record(received(), new Outcome.Retry("bucket", "down"));

        assertThat(line().get("Reason")).isEqualTo("bucket");
        assertThat(line().get("detail")).isEqualTo("down");
    }

    @Test
    void record_withNotes_carriesThemAndCountsWhatTheySay() throws Exception {
        Attempt attempt = received();
        Notes notes = attempt.notes();
        notes.event("e-1");
        notes.secret(2);
        notes.duplicate();
        notes.replay();
        notes.conflict();
        notes.unclaimed();
        notes.filtered();
        record(attempt, new Outcome.Done("archived"));

        Map<?, ?> line = line();
        assertThat(line.get("note")).isEqualTo("archived");
        assertThat(line.get("eventId")).isEqualTo("e-1");
        assertThat(line.get("SecretPosition")).isEqualTo("2");
        assertThat(line.get("Duplicates")).hasToString("1");
        assertThat(directives(line))
                .isEqualTo(List.of(
                        counts(List.of(List.of("Outcome")), List.of(RECORDS, AGE)),
                        counts(
                                List.of(List.of()),
                                List.of(
                                        count("Duplicates"),
                                        count("Replays"),
                                        count("Conflicts"),
                                        count("Unclaimed"),
                                        count("Filtered"))),
                        counts(List.of(List.of("Source")), List.of(count("Rejected")))));
    }

    @Test
    void record_ofAnEventWithAnEndlessId_isCut() {
        Notes notes = new Notes();
        notes.event("x".repeat(200));
        assertThat(notes.members()).containsEntry("eventId", "x".repeat(200));
        notes.event("x".repeat(201));
        assertThat(notes.members()).containsEntry("eventId", "x".repeat(200) + "…");
    }

    @Test
    void downstream_isAMetricByItsName() throws Exception {
        log.downstream("bucket", "BreakerOpen", 1);

        assertThat(line().get("Downstream")).isEqualTo("bucket");
        assertThat(line().get("BreakerOpen")).hasToString("1");
        assertThat(metrics(line())).containsExactly("BreakerOpen Downstream=bucket", "BreakerOpen");
    }

    @Test
    void downstream_thatFails_isALineAndNoMetricOfCloudWatch() throws Exception {
        log.downstream("http:example.com", "Faults", 1);

        assertThat(line().get("Faults")).hasToString("1");
        assertThat(line().get("_aws")).isNull();
    }

    @Test
    void infoAndWarn_areLinesOfTheirLevel() throws Exception {
        log.info("hello");
        assertThat(line()).isEqualTo(Map.of("level", "info", "message", "hello"));
        out.reset();
        log.warn("look");
        assertThat(line()).isEqualTo(Map.of("level", "warn", "message", "look"));
    }

    @Test
    void record_thatWasNeverOpened_hasNoSourceWhateverItsAttributesSay() throws Exception {
        record(
                new Attempt(QueueRecord.builder("m")
                        .attributes(Map.of("source", "s"))
                        .build()),
                new Outcome.Retry("no-time", ""));
        assertThat(line().get("Source")).isEqualTo("(unknown)");
        assertThat(metrics(line())).containsExactly("Records Outcome=Retry");
    }
}
