package io.weir.local.ledger;

import com.github.f4b6a3.ulid.Ulid;
import io.weir.envelope.Attributes;
import io.weir.envelope.QueueMessage;
import io.weir.json.Json;
import io.weir.local.store.Sql;
import io.weir.operations.State;
import io.weir.worker.record.Fault;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Report;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An attempt as a row, and what it makes of the row of its request. */
final class ReportRows {
    private static final int MAX_TEXT = 2_000;

    private ReportRows() {}

    /** A further attempt of a request that has a row. */
    static void write(Sql sql, long request, Report report) throws SQLException {
        attempt(sql, request, report);
        update(sql, request, report);
    }

    /**
     * The first attempt of a request that has no row yet.
     *
     * @param message where it lies, or null if it is over
     * @return the number of its row
     */
    static long writeFirst(Sql sql, String id, Report report, @Nullable Long message) throws SQLException {
        Fault fault = fault(report.outcome());
        QueueRecord record = report.record();
        sql.query(
                        """
                INSERT INTO requests (id, source, state, received_at, updated_at, sender_id, type, reason, detail, until,
                  attempts, proven, bytes, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
                """,
                        id,
                        report.source() == null ? Ledger.NO_SOURCE : report.source(),
                        state(report).text(),
                        Ulid.from(id).getTime(),
                        report.timing().endedAt().toEpochMilli(),
                        report.notes().text("eventId"),
                        report.notes().text("eventType"),
                        fault == null ? null : fault.reason(),
                        fault == null ? null : shortened(fault.detail()),
                        nextAt(report),
                        report.notes().isProven() ? 1 : 0,
                        QueueMessage.bodyBytes(
                                record.body(), record.attributes().get(Attributes.ENCODING)),
                        message)
                .update();
        Long request = sql.query("SELECT last_insert_rowid() AS seq").one(row -> row.getLong("seq"));
        attempt(sql, request == null ? 0 : request, report);
        return request == null ? 0 : request;
    }

    private static @Nullable Long nextAt(Report report) {
        Duration nextIn = report.timing().nextIn();
        return nextIn == null ? null : report.timing().endedAt().plus(nextIn).toEpochMilli();
    }

    private static void attempt(Sql sql, long request, Report report) throws SQLException {
        Fault fault = fault(report.outcome());
        sql.query(
                        """
                INSERT INTO attempts (request, at, outcome, note, reason, detail, exception, ms, next_at, steps)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                        request,
                        report.timing().endedAt().toEpochMilli(),
                        outcome(report.outcome()),
                        report.outcome() instanceof Outcome.Done done ? done.note() : null,
                        fault == null ? null : fault.reason(),
                        fault == null ? null : shortened(fault.detail()),
                        fault == null ? null : fault.exception(),
                        report.timing().duration().toMillis(),
                        nextAt(report),
                        steps(report.notes().steps()))
                .update();
    }

    /** What was over stays what it was: that its object of the inbox is gone, for one, is no outcome of the request. */
    private static void update(Sql sql, long request, Report report) throws SQLException {
        Fault fault = fault(report.outcome());
        sql.query(
                        """
                UPDATE requests SET attempts = attempts + 1, updated_at = ?2, proven = max(proven, ?3),
                  sender_id = coalesce(?4, sender_id), type = coalesce(?5, type),
                  source = CASE WHEN source = '(unknown)' THEN coalesce(?6, source) ELSE source END,
                  state = CASE WHEN state IN ('waiting', 'retrying') OR ?7 IN ('dead', 'unproven') THEN ?7 ELSE state END,
                  reason = ?8, detail = ?9, until = ?10
                  WHERE seq = ?1
                """,
                        request,
                        report.timing().endedAt().toEpochMilli(),
                        report.notes().isProven() ? 1 : 0,
                        report.notes().text("eventId"),
                        report.notes().text("eventType"),
                        report.source(),
                        state(report).text(),
                        fault == null ? null : fault.reason(),
                        fault == null ? null : shortened(fault.detail()),
                        nextAt(report))
                .update();
    }

    private static State state(Report report) {
        return switch (report.outcome()) {
            case Outcome.Done done when report.notes().isDuplicate() -> State.DUPLICATE;
            case Outcome.Done done when report.notes().isFiltered() -> State.FILTERED;
            case Outcome.Done done -> State.DONE;
            case Outcome.Rejected rejected -> State.REJECTED;
            case Outcome.Dead dead -> State.DEAD;
            case Outcome.Unproven unproven -> State.UNPROVEN;
            case Outcome.Retry retry -> State.RETRYING;
            case Outcome.Moved moved -> State.RETRYING;
        };
    }

    private static String outcome(Outcome outcome) {
        return outcome instanceof Outcome.Moved ? "Retry" : outcome.getClass().getSimpleName();
    }

    private static @Nullable Fault fault(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> null;
            case Outcome.Rejected(var reason, var detail) -> new Fault(reason, detail, null);
            case Outcome.Dead dead -> dead.fault();
            case Outcome.Unproven unproven -> unproven.fault();
            case Outcome.Retry retry -> retry.fault();
            case Outcome.Moved(var cause) -> cause.fault();
        };
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    private static @Nullable String steps(List<Notes.Step> steps) {
        return steps.isEmpty()
                ? null
                : Json.write(steps.stream()
                        .map(step -> Map.of(
                                "action",
                                step.action(),
                                "done",
                                step.isDone(),
                                "ms",
                                step.duration().toMillis()))
                        .toList());
    }
}
