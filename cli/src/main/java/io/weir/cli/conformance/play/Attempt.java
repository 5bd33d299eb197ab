package io.weir.cli.conformance.play;

import io.weir.cli.conformance.plan.Answer;
import io.weir.cli.conformance.plan.Case;
import io.weir.cli.conformance.plan.Expect;
import io.weir.cli.conformance.plan.Step;
import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.conformance.play.Played.Seen;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A case that was sent, before it is judged.
 *
 * @param replies in the order of what was sent, each with its step
 * @param notPlayed why it was not sent, or the empty text
 */
record Attempt(Case played, Texts texts, List<Sent> replies, String notPlayed) {
    /** One request and what came back. */
    record Sent(Step step, Reply reply) {}

    static Attempt notPlayed(Case played, Texts texts, String why) {
        return new Attempt(played, texts, List.of(), why);
    }

    /** By the answers alone. */
    Played byStatus(Family.Fetched fetched) {
        if (!notPlayed.isEmpty()) {
            return notJudged();
        }
        Seen seen = Seen.REJECT;
        for (Sent sent : replies) {
            seen = seen(sent);
            String fault = fault(sent, seen);
            if (!fault.isEmpty()) {
                return judged(seen, 0, fault, fetched);
            }
        }
        return judged(seen, 0, fetched.fault(), fetched);
    }

    /** By the effects, and by the answers only where the case says what must be answered. */
    Played byEffects(int effects, Family.Fetched fetched) {
        if (!notPlayed.isEmpty()) {
            return notJudged();
        }
        Seen seen = effects > 0 ? Seen.ACCEPT : Seen.REJECT;
        for (Sent sent : replies) {
            String fault = sent.step().answer() == null ? "" : answerFault(sent);
            if (!fault.isEmpty()) {
                return judged(seen, effects, fault, fetched);
            }
        }
        if (effects < played.fewest() || effects > played.most()) {
            String expected = played.fewest() == played.most()
                    ? Integer.toString(played.most())
                    : played.fewest() + " to " + played.most();
            return judged(seen, effects, effects + " effects, expected " + expected, fetched);
        }
        return judged(seen, effects, fetched.fault(), fetched);
    }

    private Seen seen(Sent sent) {
        Reply reply = sent.reply();
        if (reply.isYes()) {
            return Seen.ACCEPT;
        }
        boolean wentAway = sent.step().wire().breakAfter() != null && reply.status() == 0;
        return reply.isNo() || wentAway || (played.busy() && reply.isFault()) ? Seen.REJECT : Seen.ERROR;
    }

    private String fault(Sent sent, Seen seen) {
        if (sent.step().answer() != null) {
            return answerFault(sent);
        }
        Expect expect = played.of(sent.step());
        boolean isRight = switch (expect) {
            case ACCEPT -> seen == Seen.ACCEPT;
            case REJECT -> seen == Seen.REJECT;
            case EITHER -> true;
        };
        return isRight ? "" : where(sent) + sent.reply().said();
    }

    private String where(Sent sent) {
        return replies.size() == 1 ? "" : "request " + (replies.indexOf(sent) + 1) + " of " + replies.size() + ": ";
    }

    private String answerFault(Sent sent) {
        Answer answer = Objects.requireNonNull(sent.step().answer());
        Reply reply = sent.reply();
        if (!answer.statuses().isEmpty() && !answer.statuses().contains(reply.status())) {
            return where(sent) + reply.said() + ", expected " + answer.statuses();
        }
        if (answer.contains() != null && !reply.text().contains(texts.fill(answer.contains()))) {
            return where(sent) + "the answer's body lacks what is expected";
        }
        if (answer.without() != null && reply.text().contains(texts.fill(answer.without()))) {
            return where(sent) + "the answer's body repeats what it must not";
        }
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            if (!texts.fill(header.getValue()).equals(reply.headers().get(header.getKey()))) {
                return where(sent) + "the answer's header " + header.getKey() + " is not as expected";
            }
        }
        return "";
    }

    private Played notJudged() {
        return new Played(played, Seen.NOT_JUDGED, 0, List.of(), null, notPlayed, List.of());
    }

    private Played judged(Seen seen, int effects, String fault, Family.Fetched fetched) {
        List<Integer> statuses =
                replies.stream().map(sent -> sent.reply().status()).toList();
        return new Played(played, seen, effects, statuses, fault.isEmpty(), fault, fetched.urls());
    }
}
