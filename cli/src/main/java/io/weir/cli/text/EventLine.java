package io.weir.cli.text;

import io.weir.operations.AttemptSummary;
import io.weir.operations.RequestEvent;
import io.weir.operations.RequestSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One short line of what happened to a request. */
public final class EventLine {
    private static final int ID = 10;

    private EventLine() {}

    /** For people in columns, for a pipe with tabs. */
    public static String of(RequestEvent event, boolean isPeople) {
        RequestSummary request = event.request();
        AttemptSummary attempt = event.attempt();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(isPeople ? When.clock(request.updatedAt()) : request.updatedAt());
        cells.add(isPeople ? request.id().substring(0, Math.min(ID, request.id().length())) : request.id());
        cells.add(request.source());
        cells.add(attempt == null ? "received" : outcome(attempt, request));
        cells.add(attempt == null ? null : attempt.reason() == null ? attempt.note() : attempt.reason());
        boolean took = attempt != null && !attempt.duration().isZero();
        cells.add(
                attempt != null && took
                        ? (isPeople
                                ? When.took(attempt.duration())
                                : attempt.duration().toMillis())
                        : null);
        if (!isPeople) {
            return String.join("\t", cells.stream().map(Cells::raw).toList());
        }
        int[] widths = {8, ID, 12, 10, 20, 0};
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(Cells.fill(Cells.shown(cells.get(i)), widths[i])).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private static String outcome(AttemptSummary attempt, RequestSummary request) {
        return attempt.outcome().equals(AttemptSummary.OPERATOR)
                ? attempt.outcome().toLowerCase(Locale.ROOT)
                : request.state().text();
    }
}
