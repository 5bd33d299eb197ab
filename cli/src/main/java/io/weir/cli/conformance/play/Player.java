package io.weir.cli.conformance.play;

import io.weir.cli.conformance.observe.Markers;
import io.weir.cli.conformance.observe.Observer;
import io.weir.cli.conformance.plan.Case;
import io.weir.cli.conformance.plan.Expect;
import io.weir.cli.conformance.plan.Step;
import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.conformance.plan.Wire;
import io.weir.cli.send.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Plays cases one after another and judges them. One thread uses it. */
public final class Player {
    private final Family family;
    private final WireSender sender;
    private final Observer observer;
    private final Pace pace;
    private final Duration patience;
    private final Markers markers = Markers.random();

    /** @param patience how long an answer, and an effect, may take */
    public Player(Family family, WireSender sender, Observer observer, Pace pace, Duration patience) {
        this.family = family;
        this.sender = sender;
        this.observer = observer;
        this.pace = pace;
        this.patience = patience;
    }

    /**
     * Plays cases in order. What is observed late still counts.
     *
     * @param progress is told each case when it was sent
     * @throws UnreachableException if nobody answers, or a genuine event has no effect: then nothing can be judged
     */
    public List<Played> play(List<Case> cases, Consumer<Case> progress) throws IOException, InterruptedException {
        if (observer.seesEffects() && !family.unbelieved().isEmpty()) {
            throw new UnreachableException("no effect can be told: " + family.unbelieved());
        }
        Reply first = barrier();
        boolean canTell = observer.seesEffects()
                || first.isYes()
                || !family.unbelieved().isEmpty()
                || cases.stream().anyMatch(each -> each.expect() == Expect.ACCEPT);
        if (!canTell) {
            throw new UnreachableException("a genuine event was not believed (" + first.said()
                    + "), so that a refusal says nothing; are the URL and the secret right?");
        }
        List<Attempt> attempts = new ArrayList<>();
        for (Case each : cases) {
            attempts.add(attempt(each));
            progress.accept(each);
        }
        if (observer.seesEffects()) {
            barrier();
        }
        List<Played> played = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Family.Fetched fetched = family.fetched(attempt.texts().marker());
            played.add(
                    observer.seesEffects()
                            ? attempt.byEffects(observer.effects(attempt.texts().marker()), fetched)
                            : attempt.byStatus(fetched));
        }
        return played;
    }

    private Attempt attempt(Case each) throws IOException, InterruptedException {
        Texts texts = family.texts(markers.next());
        if (!observer.seesEffects() && each.needsEffects()) {
            return Attempt.notPlayed(each, texts, "only who sees effects can tell");
        }
        if (!family.unbelieved().isEmpty() && each.expect() != Expect.REJECT) {
            return Attempt.notPlayed(each, texts, family.unbelieved());
        }
        List<Outgoing> requests;
        try {
            requests = requests(each, texts);
        } catch (CannotPlayException e) {
            return Attempt.notPlayed(each, texts, String.valueOf(e.getMessage()));
        }
        boolean isAnswered = each.steps().stream().anyMatch(step -> step.answer() != null);
        if (observer.seesEffects()
                && !isAnswered
                && requests.stream().noneMatch(request -> carries(request, texts.marker()))) {
            return Attempt.notPlayed(each, texts, "nothing in it could show up among the effects");
        }
        List<Attempt.Sent> replies = send(each, requests);
        if (observer.seesEffects()) {
            barrier();
            observer.await(texts.marker(), each.fewest(), patience);
        }
        return new Attempt(each, texts, replies, "");
    }

    /** Whether an effect could show which play it is of. */
    private boolean carries(Outgoing request, String marker) {
        return Markers.in(request.body()).contains(marker)
                || request.headers().stream()
                        .filter(line -> family.headers("{id}").stream().anyMatch(line::is))
                        .anyMatch(line -> line.value().contains(marker));
    }

    private List<Outgoing> requests(Case each, Texts texts) throws IOException, CannotPlayException {
        List<Outgoing> requests = new ArrayList<>();
        Changes changes = new Changes(texts, family::headers);
        for (Step step : each.steps()) {
            Outgoing base = step.again() == null
                    ? family.prepare(step, texts)
                    : respelled(requests.get(step.again()), step, texts);
            requests.add(changes.apply(step.changes(), base));
        }
        return requests;
    }

    /** The bytes of an earlier step with this one's headers. */
    private static Outgoing respelled(Outgoing earlier, Step step, Texts texts) {
        List<Outgoing.Line> lines = new ArrayList<>(earlier.headers());
        step.headers().forEach((name, values) -> {
            lines.removeIf(line -> line.is(name));
            values.forEach(value -> lines.add(new Outgoing.Line(name, texts.fill(value))));
        });
        return earlier.withHeaders(lines);
    }

    private List<Attempt.Sent> send(Case each, List<Outgoing> requests) throws IOException, InterruptedException {
        List<Attempt.Sent> replies = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Step step = each.steps().get(i);
            for (int time = 0; time < step.times(); time++) {
                pace.await();
                Reply reply = sender.send(requests.get(i), omitted(step), wire(each, step), patience);
                replies.add(new Attempt.Sent(step, reply));
            }
        }
        return replies;
    }

    private static Wire wire(Case each, Step step) {
        return step.again() == null || !step.wire().equals(Wire.PLAIN)
                ? step.wire()
                : wire(each, each.steps().get(step.again()));
    }

    private static Set<String> omitted(Step step) {
        return step.headers().entrySet().stream()
                .filter(header -> header.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** A genuine event, whose effect tells that what was sent before it was looked at; of a receiver without, its answer. */
    private Reply barrier() throws IOException, InterruptedException {
        Texts texts = family.texts(markers.next());
        Reply reply;
        try {
            pace.await();
            reply = sender.send(family.prepare(Step.GENUINE, texts), Set.of(), Wire.PLAIN, patience);
        } catch (CannotPlayException e) {
            throw new UnreachableException("a genuine event cannot be made: " + e.getMessage());
        }
        if (!observer.seesEffects()) {
            if (reply.status() == 0) {
                throw new UnreachableException("a genuine event got no answer: " + reply.fault());
            }
            return reply;
        }
        if (!observer.await(texts.marker(), 1, patience)) {
            throw new UnreachableException("no effect of a genuine event within " + patience.toMillis() / 1000.0
                    + " s (" + reply.said() + "); does what the receiver forwards come to " + observer.name() + "?");
        }
        return reply;
    }
}
