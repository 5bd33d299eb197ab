package io.weir.worker.batch;

import io.weir.log.Figures;
import io.weir.log.Figures.Figure;
import io.weir.log.Log;
import io.weir.log.LogLine;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The line of a record. Holds no body, header, secret or token, and only configured names become dimensions, so that a
 * stranger cannot make new ones. Thread-safe.
 */
public final class RecordLog {
    private static final List<Figure> FIGURES =
            List.of(Figure.count("Records"), Figure.millis("Duration"), Figure.millis("Age"));

    private static final List<Figure> COUNTERS = Stream.of("Duplicates", "Replays", "Conflicts", "Unclaimed")
            .map(Figure::count)
            .toList();

    private static final String SOURCE = "Source";
    private static final String OUTCOME = "Outcome";
    private static final String REASON = "Reason";
    private static final String SECRET_POSITION = "SecretPosition";
    private static final String DOWNSTREAM = "Downstream";
    private static final String UNPROVEN = "Unproven";

    /** How a record that is tried again is called, wherever it waits. */
    private static final String RETRY = "Retry";

    private static final String RETRIES = "Retries";

    /** By source and reason alone: each further dimension is a metric that costs. */
    private static final Figures RETRIES_BY_REASON =
            new Figures(List.of(List.of(SOURCE, REASON)), List.of(Figure.count(RETRIES)));

    /** What the log calls the source of a record that belongs to none, or was not opened. */
    static final String NO_SOURCE = "(unknown)";

    private final Log log;
    private final Clock clock;

    public RecordLog(Log log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    void record(Report report) {
        Map<String, Object> noted = report.notes().members();
        log.write(counted(report.outcome(), noted), line -> write(line, report, noted));
    }

    private void write(LogLine line, Report report, Map<String, Object> noted) {
        QueueRecord record = report.record();
        Outcome outcome = report.outcome();
        line.text(SOURCE, report.source() == null ? NO_SOURCE : report.source());
        if (report.requestId() != null) {
            line.text("id", report.requestId());
        }
        noted.forEach((name, value) -> add(line, name, value));
        line.text(
                OUTCOME,
                outcome instanceof Outcome.Moved ? RETRY : outcome.getClass().getSimpleName());
        switch (outcome) {
            case Outcome.Done done -> line.text("note", done.note());
            case Outcome.Rejected rejected -> describe(line, rejected.reason(), rejected.detail());
            case Outcome.Dead dead -> describe(line, dead.reason(), dead.detail());
            case Outcome.Unproven unproven ->
                describe(line, unproven.reason(), unproven.detail()).number(UNPROVEN, 1);
            case Outcome.Retry retry -> retry(line, retry, report);
            case Outcome.Moved(Outcome.Retry cause) -> retry(line, cause, report);
        }
        line.flag("proven", report.notes().isProven());
        if (!report.notes().steps().isEmpty()) {
            line.list(
                    "actions",
                    report.notes().steps(),
                    (one, step) -> one.text("name", step.action())
                            .flag("done", step.isDone())
                            .number("ms", step.duration().toMillis()));
        }
        line.text("messageId", record.messageId());
        if (record.traceHeader() != null) {
            line.text("trace", record.traceHeader());
        }
        line.number("attempt", record.attempts())
                .number("Records", 1)
                .number("Duration", report.timing().duration().toMillis())
                .number("Age", Math.max(0, clock.millis() - record.acceptedAt().toEpochMilli()));
    }

    private static void add(LogLine line, String name, Object value) {
        if (value instanceof Integer number) {
            line.number(name, number);
        } else {
            line.text(name, value.toString());
        }
    }

    private static void retry(LogLine line, Outcome.Retry retry, Report report) {
        describe(line, retry.reason(), retry.detail()).number(RETRIES, 1);
        Duration wait = report.timing().nextIn();
        if (wait != null) {
            line.number("nextInSeconds", wait.toSeconds());
        }
    }

    private static LogLine describe(LogLine line, String reason, String detail) {
        return line.text(REASON, reason).text("detail", detail);
    }

    /** A line about something that is not a record's outcome. */
    public void info(String message) {
        log.info(message);
    }

    /** A line about something that someone should look at. */
    public void warn(String message) {
        log.warn(message);
    }

    /** A metric of a downstream: its breaker has opened (1) or closed (0), a call was repeated or failed. */
    public void downstream(String name, String metric, int value) {
        log.write(
                List.of(new Figures(List.of(List.of(DOWNSTREAM), List.of()), List.of(Figure.count(metric)))),
                line -> line.text(DOWNSTREAM, name).number(metric, value));
    }

    private static List<Figures> counted(Outcome outcome, Map<String, Object> noted) {
        List<List<String>> dimensions = new ArrayList<>();
        dimensions.add(List.of(SOURCE, OUTCOME));
        dimensions.add(List.of(OUTCOME));
        if (outcome instanceof Outcome.Rejected) {
            dimensions.add(List.of(OUTCOME, REASON));
            dimensions.add(List.of(SOURCE, REASON));
        }
        if (noted.containsKey(SECRET_POSITION)) {
            dimensions.add(List.of(SOURCE, SECRET_POSITION));
        }
        List<Figure> figures = new ArrayList<>(FIGURES);
        COUNTERS.stream().filter(counter -> noted.containsKey(counter.name())).forEach(figures::add);
        if (outcome instanceof Outcome.Unproven) {
            figures.add(Figure.count(UNPROVEN));
        }
        Figures all = new Figures(dimensions, figures);
        return outcome instanceof Outcome.Retry || outcome instanceof Outcome.Moved
                ? List.of(all, RETRIES_BY_REASON)
                : List.of(all);
    }
}
