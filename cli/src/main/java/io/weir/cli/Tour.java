package io.weir.cli;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Real requests over HTTP, one after the other, each checked for what the door answered and where it ended. */
final class Tour {
    /**
     * One request of the tour and what became of it.
     *
     * @param request what was sent
     * @param expected what it should come to: status of the door, then outcome and reason of the worker if there is one
     * @param actual what it came to, in the same words
     * @param answer status of the door
     * @param outcome of the worker
     * @param place where a person can see the effect
     */
    record Step(String request, String expected, String actual, String answer, String outcome, String place) {
        boolean isAsExpected() {
            return expected.equals(actual);
        }

        /** This step, when an effect that it should have had did not come true. */
        Step without(String effect) {
            return new Step(request, expected + " with " + effect, actual + " without", answer, outcome, place);
        }
    }

    private static final int PATIENCE_SECONDS = 15;

    private final TourTable table;
    private final OutcomeStream outcomes;

    Tour(TourTable table, OutcomeStream outcomes) {
        this.table = table;
        this.outcomes = outcomes;
    }

    List<Step> play() throws IOException, InterruptedException {
        List<Step> steps = new ArrayList<>();
        for (TourRequest request : table.requests()) {
            TourRequest.Effect effect = request.effect();
            long before = effect == null ? 0 : effect.counter().count();
            Step step = step(request, request.post().send());
            if (effect != null && effect.counter().count() != before + effect.more()) {
                step = step.without(effect.name());
            }
            steps.add(step);
        }
        return steps;
    }

    private Step step(TourRequest request, HttpResponse<String> answer) throws InterruptedException {
        String status = Integer.toString(answer.statusCode());
        String actual = status;
        String became = answer.body();
        if (!request.isQueued()) {
            actual = (status + " " + answer.body()).strip();
            became = answer.statusCode() / 100 == 2 ? "-" : answer.body();
        } else if (answer.statusCode() == 200) {
            became = outcome();
            actual = status + " " + became;
        }
        return new Step(request.name(), request.expected(), actual, status, became, request.place());
    }

    private String outcome() throws InterruptedException {
        Map<?, ?> line = outcomes.next(PATIENCE_SECONDS);
        if (line == null) {
            return "nothing within " + PATIENCE_SECONDS + " s";
        }
        return line.containsKey("Reason") ? line.get("Outcome") + " " + line.get("Reason") : "" + line.get("Outcome");
    }
}
