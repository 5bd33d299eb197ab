package io.weir.cli.text;

import io.weir.operations.AttemptSummary;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way of one request: what came, each attempt, where its body is, and what to do next. */
public final class LifeText {
    private final Speech speech;
    private final String place;

    /** @param place the options that name the place, with a space before, or nothing */
    public LifeText(Speech speech, String place) {
        this.speech = speech;
        this.place = place;
    }

    /** Prints it, for people or with tabs. */
    public void print(RequestLife life) {
        RequestSummary request = life.request();
        field("id", request.id());
        field("state", request.state().text());
        field("source", request.source());
        field("type", request.type());
        field("sender's id", request.senderId());
        field("received", speech.isPeople() ? When.moment(request.receivedAt()) + " UTC" : request.receivedAt());
        field("proven", request.proven() ? "yes" : "no");
        field("reason", request.reason());
        field("detail", request.detail());
        field("replay of", request.replayOf());
        for (String replay : life.replays()) {
            field("replayed as", replay);
        }
        field("body", body(life));
        timeline(life);
        if (speech.isPeople()) {
            speech.line("");
        }
        field("next", NextStep.of(life, place));
    }

    private void field(String name, @Nullable Object value) {
        if (!speech.isPeople()) {
            speech.line(name.replace("'s ", "-").replace(' ', '-') + "\t" + Cells.raw(value));
        } else if (value != null) {
            String shown = Cells.shown(value);
            speech.line(speech.bold(Cells.fill(name, 13)) + speech.coloured(shown, shown));
        }
    }

    private static String body(RequestLife life) {
        String where = switch (life.body()) {
            case QUEUE -> "in its message on the queue";
            case INBOX -> "in the inbox of the bucket";
            case KEPT -> "kept since its outcome, for a while";
            case ARCHIVE -> "in the archive";
            case GONE -> "kept nowhere";
        };
        String key = life.archiveKey() == null ? "" : ", archived as " + life.archiveKey();
        return life.request().bytes() + " bytes, " + where + key;
    }

    private void timeline(RequestLife life) {
        Instant received = life.request().receivedAt();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(row(received, received, "received", null, null, Duration.ZERO, ""));
        for (AttemptSummary attempt : life.attempts()) {
            String what = Objects.requireNonNullElse(attempt.note(), Objects.requireNonNullElse(attempt.reason(), ""));
            String detail = attempt.exception() == null
                    ? attempt.detail()
                    : attempt.detail() + " (" + attempt.exception() + ")";
            rows.add(row(received, attempt.at(), attempt.outcome(), what, detail, attempt.duration(), steps(attempt)));
            if (attempt.nextAt() != null) {
                rows.add(row(received, attempt.nextAt(), "next", null, null, Duration.ZERO, ""));
            }
        }
        if (speech.isPeople()) {
            speech.line("");
        }
        new Table(speech, 4, "time", "after", "outcome", "took", "why", "actions", "detail").print(rows);
    }

    private List<@Nullable Object> row(
            Instant received,
            Instant at,
            String outcome,
            @Nullable String why,
            @Nullable String detail,
            Duration took,
            String steps) {
        boolean isPeople = speech.isPeople();
        List<@Nullable Object> row = new ArrayList<>();
        if (!isPeople) {
            row.add("step"); // as each line has a name first
        }
        row.add(isPeople ? When.moment(at) : at);
        row.add(
                isPeople
                        ? "+" + When.age(received, at)
                        : Duration.between(received, at).toMillis());
        row.add(outcome);
        row.add(isPeople ? (took.isZero() ? null : When.took(took)) : (Object) took.toMillis());
        row.add(why);
        row.add(steps);
        row.add(detail);
        return row;
    }

    private String steps(AttemptSummary attempt) {
        return attempt.steps().stream()
                .map(step -> step.action() + (step.isDone() ? " done " : " failed ") + When.took(step.duration()))
                .collect(Collectors.joining(", "));
    }
}
