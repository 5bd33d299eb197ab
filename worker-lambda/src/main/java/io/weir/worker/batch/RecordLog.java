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
    private static final Figure RECORDS = Figure.count("Records");
    private static final Figure AGE = Figure.millis("Age");
    private static final List<Figure> FIGURES = List.of(RECORDS, Figure.millis("Duration"), AGE);

    private static final List<Figure> COUNTERS = Stream.of(
                    "Duplicates", "Replays", "Conflicts", "Unclaimed", "Filtered")
            .map(Figure::count)
            .toList();

    private static final String SOURCE = "Source";
    private static final String OUTCOME = "Outcome";
    private static final String REASON = "Reason";
    private static final String DOWNSTREAM = "Downstream";
    private static final String BREAKER_OPEN = "BreakerOpen";
    private static final String UNPROVEN = "Unproven";
    private static final String REJECTED = "Rejected";
    private static final String INBOX_OLD = "InboxOld";

    /** How a record that is tried again is called, wherever it waits. */
    private static final String RETRY = "Retry";

    private static final String RETRIES = "Retries";

    private static final Figures RETRIES_BY_REASON =
            Figures.inMemory(List.of(SOURCE, REASON), List.of(Figure.count(RETRIES)));

    /** Of a source CloudWatch counts these two alone: a deployment may have many sources, and each metric costs as much as another. */
    private static final Figures RETRIES_OF_A_SOURCE =
            Figures.paid(List.of(List.of(SOURCE)), List.of(Figure.count(RETRIES)));

    /** 1 or 0 of each record that has ended: so the average is the share, and the number of samples that of the records. */
    private static final Figures REJECTED_OF_A_SOURCE =
            Figures.paid(List.of(List.of(SOURCE)), List.of(Figure.count(REJECTED)));

    private static final Figures BREAKER =
            Figures.paid(List.of(List.of(DOWNSTREAM), List.of()), List.of(Figure.count(BREAKER_OPEN)));

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
        log.write(counted(report, noted), line -> write(line, report, noted));
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
        if (!isTriedAgain(outcome)) {
            line.number(REJECTED, outcome instanceof Outcome.Rejected ? 1 : 0);
        }
    }

    private static boolean isTriedAgain(Outcome outcome) {
        return outcome instanceof Outcome.Retry || outcome instanceof Outcome.Moved;
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
        Figures inMemory = Figures.inMemory(List.of(DOWNSTREAM), List.of(Figure.count(metric)));
        log.write(
                metric.equals(BREAKER_OPEN) ? List.of(inMemory, BREAKER) : List.of(inMemory),
                line -> line.text(DOWNSTREAM, name).number(metric, value));
    }

    /** The breaker of a downstream is still open: what has opened is told once, and the alarm must last as long as it is. */
    public void stillOpen(String name) {
        log.write(List.of(BREAKER), line -> line.text(DOWNSTREAM, name).number(BREAKER_OPEN, 1));
    }

    /** So many objects of the inbox have lain there for long, though nobody has seen to them: 0 says that there are none. */
    public void inboxOld(int objects) {
        log.write(
                List.of(Figures.paid(List.of(List.of()), List.of(Figure.count(INBOX_OLD)))),
                line -> line.number(INBOX_OLD, objects));
    }

    private static List<Figures> counted(Report report, Map<String, Object> noted) {
        Outcome outcome = report.outcome();
        List<Figure> counters = COUNTERS.stream()
                .filter(counter -> noted.containsKey(counter.name()))
                .toList();
        List<Figure> figures = new ArrayList<>(FIGURES);
        figures.addAll(counters);
        if (outcome instanceof Outcome.Unproven) {
            figures.add(Figure.count(UNPROVEN));
        }
        List<Figures> counted = new ArrayList<>();
        counted.add(Figures.inMemory(List.of(SOURCE, OUTCOME), figures));
        counted.add(Figures.paid(
                List.of(List.of(OUTCOME)), outcome instanceof Outcome.Done ? List.of(RECORDS, AGE) : List.of(RECORDS)));
        if (!counters.isEmpty()) {
            counted.add(Figures.paid(List.of(List.of()), counters));
        }
        if (isTriedAgain(outcome)) {
            counted.add(RETRIES_BY_REASON);
        }
        if (report.source() != null) {
            counted.add(isTriedAgain(outcome) ? RETRIES_OF_A_SOURCE : REJECTED_OF_A_SOURCE);
        }
        return counted;
    }
}
