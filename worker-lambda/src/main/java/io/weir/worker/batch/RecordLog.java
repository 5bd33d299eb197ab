package io.weir.worker.batch;

import io.weir.json.Json;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Report;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JSON line a record, which is at once its CloudWatch metrics (embedded metric format). Holds no body, header, secret
 * or token, and only configured names become dimensions, so that a stranger cannot make new ones. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded metric format</a>
 */
public final class RecordLog {
    private static final List<Map<String, String>> METRICS = List.of(
            Map.of("Name", "Records", "Unit", "Count"),
            Map.of("Name", "Duration", "Unit", "Milliseconds"),
            Map.of("Name", "Age", "Unit", "Milliseconds"));

    private static final List<String> COUNTERS = List.of("Duplicates", "Replays", "Conflicts", "Unclaimed");

    private static final String UNPROVEN = "Unproven";

    /** How a record that is tried again is called, wherever it waits. */
    private static final String RETRY = "Retry";

    private static final String RETRIES = "Retries";

    /** What the log calls the source of a record that belongs to none, or was not opened. */
    static final String NO_SOURCE = "(unknown)";

    private final String namespace;
    private final PrintStream out;
    private final Clock clock;

    /** By source and reason alone: each further dimension is a metric that costs. */
    private final Map<String, Object> retriesByReason;

    /** @param namespace of the metrics in CloudWatch */
    public RecordLog(String namespace, PrintStream out, Clock clock) {
        this.namespace = namespace;
        this.out = out;
        this.clock = clock;
        this.retriesByReason =
                directive(List.of(List.of("Source", "Reason")), List.of(Map.of("Name", RETRIES, "Unit", "Count")));
    }

    Instant now() {
        return clock.instant();
    }

    void record(Report report) {
        QueueRecord record = report.record();
        Outcome outcome = report.outcome();
        Map<String, Object> noted = report.notes().members();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", metrics(outcome, noted));
        line.put("Source", report.source() == null ? NO_SOURCE : report.source());
        if (report.requestId() != null) {
            line.put("id", report.requestId());
        }
        line.putAll(noted);
        line.put(
                "Outcome",
                outcome instanceof Outcome.Moved ? RETRY : outcome.getClass().getSimpleName());
        switch (outcome) {
            case Outcome.Done done -> line.put("note", done.note());
            case Outcome.Rejected rejected -> describe(line, rejected.reason(), rejected.detail());
            case Outcome.Dead dead -> describe(line, dead.reason(), dead.detail());
            case Outcome.Unproven unproven -> {
                describe(line, unproven.reason(), unproven.detail());
                line.put(UNPROVEN, 1);
            }
            case Outcome.Retry retry -> retry(line, retry, report);
            case Outcome.Moved(Outcome.Retry cause) -> retry(line, cause, report);
        }
        line.put("proven", report.notes().isProven());
        steps(line, report.notes().steps());
        line.put("messageId", record.messageId());
        if (record.traceHeader() != null) {
            line.put("trace", record.traceHeader());
        }
        line.put("attempt", record.attempts());
        line.put("Records", 1);
        line.put("Duration", report.timing().duration().toMillis());
        line.put("Age", Math.max(0, clock.millis() - record.acceptedAt().toEpochMilli()));
        out.println(Json.writeAscii(line));
    }

    private static void steps(Map<String, Object> line, List<Notes.Step> steps) {
        if (!steps.isEmpty()) {
            line.put(
                    "actions",
                    steps.stream()
                            .map(step -> Map.of(
                                    "name",
                                    step.action(),
                                    "done",
                                    step.isDone(),
                                    "ms",
                                    step.duration().toMillis()))
                            .toList());
        }
    }

    private static void retry(Map<String, Object> line, Outcome.Retry retry, Report report) {
        describe(line, retry.reason(), retry.detail());
        line.put(RETRIES, 1);
        Duration wait = report.timing().nextIn();
        if (wait != null) {
            line.put("nextInSeconds", wait.toSeconds());
        }
    }

    /** A line about something that is not a record's outcome. */
    public void info(String message) {
        out.println(Json.writeAscii(Map.of("level", "info", "message", message)));
    }

    /** A line about something that someone should look at. */
    public void warn(String message) {
        out.println(Json.writeAscii(Map.of("level", "warn", "message", message)));
    }

    private static void describe(Map<String, Object> line, String reason, String detail) {
        line.put("Reason", reason);
        line.put("detail", detail);
    }

    /** A metric of a downstream: its breaker has opened (1) or closed (0), a call was repeated or failed. */
    public void downstream(String name, String metric, int value) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(
                "_aws",
                metrics(List.of(directive(
                        List.of(List.of("Downstream"), List.of()), List.of(Map.of("Name", metric, "Unit", "Count"))))));
        line.put("Downstream", name);
        line.put(metric, value);
        out.println(Json.writeAscii(line));
    }

    private Map<String, Object> metrics(Outcome outcome, Map<String, Object> noted) {
        List<List<String>> dimensions = new ArrayList<>();
        dimensions.add(List.of("Source", "Outcome"));
        dimensions.add(List.of("Outcome"));
        if (outcome instanceof Outcome.Rejected) {
            dimensions.add(List.of("Outcome", "Reason"));
            dimensions.add(List.of("Source", "Reason"));
        }
        if (noted.containsKey("SecretPosition")) {
            dimensions.add(List.of("Source", "SecretPosition"));
        }
        List<Map<String, String>> metrics = new ArrayList<>(METRICS);
        for (String counter : COUNTERS) {
            if (noted.containsKey(counter)) {
                metrics.add(Map.of("Name", counter, "Unit", "Count"));
            }
        }
        if (outcome instanceof Outcome.Unproven) {
            metrics.add(Map.of("Name", UNPROVEN, "Unit", "Count"));
        }
        Map<String, Object> all = directive(dimensions, metrics);
        return outcome instanceof Outcome.Retry || outcome instanceof Outcome.Moved
                ? metrics(List.of(all, retriesByReason))
                : metrics(List.of(all));
    }

    private Map<String, Object> metrics(List<Map<String, Object>> directives) {
        return Map.of("Timestamp", clock.millis(), "CloudWatchMetrics", directives);
    }

    private Map<String, Object> directive(List<List<String>> dimensions, List<Map<String, String>> metrics) {
        Map<String, Object> directive = new LinkedHashMap<>();
        directive.put("Namespace", namespace);
        directive.put("Dimensions", dimensions);
        directive.put("Metrics", metrics);
        return directive;
    }
}
