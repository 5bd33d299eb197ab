package io.weir.cli;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Real requests over HTTP, one after the other, each checked for what the door answered and where it ended. */
final class Tour {
    private static final int PATIENCE_SECONDS = 15;

    private final TourTable table;
    private final OutcomeStream outcomes;

    Tour(TourTable table, OutcomeStream outcomes) {
        this.table = table;
        this.outcomes = outcomes;
    }

    List<TourStep> play() throws IOException, InterruptedException {
        List<TourStep> steps = new ArrayList<>();
        for (TourRequest request : table.requests()) {
            TourRequest.Effect effect = request.effect();
            long before = effect == null ? 0 : effect.counter().count();
            TourStep step = step(request, request.post().send());
            if (effect != null && effect.counter().count() != before + effect.more()) {
                step = step.without(effect.name());
            }
            steps.add(step);
        }
        return steps;
    }

    private TourStep step(TourRequest request, HttpResponse<String> answer) throws InterruptedException {
        String status = Integer.toString(answer.statusCode());
        String actual = status;
        String became = answer.body();
        if (!request.isQueued()) {
            actual = status + " " + answer.body();
            became = "-";
        } else if (answer.statusCode() == 200) {
            became = outcome();
            actual = status + " " + became;
        }
        return new TourStep(request.name(), request.expected(), actual, status, became, request.place());
    }

    private String outcome() throws InterruptedException {
        Map<?, ?> line = outcomes.next(PATIENCE_SECONDS);
        if (line == null) {
            return "nothing within " + PATIENCE_SECONDS + " s";
        }
        return line.containsKey("Reason") ? line.get("Outcome") + " " + line.get("Reason") : "" + line.get("Outcome");
    }
}
