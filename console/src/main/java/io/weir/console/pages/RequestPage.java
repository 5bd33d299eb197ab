package io.weir.console.pages;

import io.weir.console.show.BodyText;
import io.weir.console.show.CommandLines;
import io.weir.console.show.Times;
import io.weir.console.show.Words;
import io.weir.envelope.ReceivedRequest;
import io.weir.operations.AttemptSummary;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.text.Blanked;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way of one request, and what it carried. */
final class RequestPage {
    private final Desk desk;

    RequestPage(Desk desk) {
        this.desk = desk;
    }

    /**
     * Something that happened.
     *
     * @param between time since what happened before it, in words, or null of the first
     * @param attempt if it was one, else null
     */
    record Moment(
            Instant at,
            @Nullable String between,
            String what,
            @Nullable AttemptSummary attempt) {}

    /**
     * What it carried.
     *
     * @param url without secrets
     * @param headers without secrets
     * @param curl line for a shell
     * @param send line for a shell
     */
    record Carried(String method, String url, Map<String, String> headers, BodyText body, String curl, String send) {}

    /**
     * What the page shows.
     *
     * @param carried null where the body is kept nowhere
     */
    record View(
            RequestLife life,
            List<Moment> moments,
            @Nullable Carried carried,
            String next) {
        RequestSummary request() {
            return life.request();
        }
    }

    static String path(String id) {
        return "/requests/" + Words.encoded(id);
    }

    /** Null if there is no request of this id. */
    @Nullable
    View view(String id) throws IOException {
        RequestLife life = desk.operations().show(id);
        if (life == null) {
            return null;
        }
        ReceivedRequest request = desk.operations().envelope(id);
        return new View(life, moments(life), request == null ? null : carried(id, request), next(life));
    }

    private static Carried carried(String id, ReceivedRequest request) {
        return new Carried(
                request.method(),
                Blanked.url(request.url()),
                Blanked.headers(request.headers()),
                BodyText.of(request),
                CommandLines.curl(id, request),
                CommandLines.send(id, request.source()));
    }

    static List<Moment> moments(RequestLife life) {
        List<Moment> moments = new ArrayList<>();
        Instant before = life.request().receivedAt();
        moments.add(new Moment(before, null, "The door received it", null));
        moments.add(new Moment(before, null, "Stored before it was answered; its body " + place(life.body()), null));
        for (AttemptSummary attempt : life.attempts()) {
            String between = Times.span(Duration.between(before, attempt.at()));
            moments.add(new Moment(attempt.at(), between, what(attempt), attempt));
            before = attempt.at();
        }
        return moments;
    }

    private static String what(AttemptSummary attempt) {
        return attempt.outcome().equals(AttemptSummary.OPERATOR)
                ? "An operator: " + Words.lineOrDash(attempt.reason())
                : "Attempt: " + attempt.outcome();
    }

    private static String place(RequestLife.Body body) {
        return switch (body) {
            case QUEUE -> "lies in its message on the queue";
            case INBOX -> "lies in the inbox";
            case KEPT -> "is kept for a while";
            case ARCHIVE -> "lies in the archive alone";
            case GONE -> "is kept no longer";
        };
    }

    private static String next(RequestLife life) {
        State state = life.request().state();
        return switch (state) {
            case WAITING, RUNNING -> "Nothing to do: the worker has it, or will soon.";
            case RETRYING -> "It is tried again by itself. Retry tries it now.";
            case DONE -> "Nothing to do. Replay has its effects once more.";
            case DUPLICATE -> "Nothing to do: the event was processed before under the same id.";
            case FILTERED -> "Nothing to do: the source's filter does not want it.";
            case REJECTED -> "If it is genuine, put the secret or the source right, then verify it again.";
            case DEAD -> "Put right what failed, then retry. What was performed is not performed again.";
            case UNPROVEN -> "Find out why it could not be proven, then retry.";
            case REMOVED -> "Nothing to do: an operator deleted it.";
        };
    }
}
