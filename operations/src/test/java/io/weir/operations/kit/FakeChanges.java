package io.weir.operations.kit;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.AttemptSummary;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Progress;
import io.weir.operations.State;
import io.weir.operations.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes changes, as fast as is wished, until someone cancels. Thread-safe. */
final class FakeChanges {
    private final FakeLedger ledger;
    private final Map<String, String> refused = new HashMap<>();
    private int running;
    private int cancelled;

    FakeChanges(FakeLedger ledger) {
        this.ledger = ledger;
    }

    synchronized void refuse(String id, String why) {
        refused.put(id, why);
    }

    synchronized int running() {
        return running;
    }

    synchronized int cancel() {
        cancelled++;
        notifyAll();
        return running;
    }

    Tally change(Change change, Filter filter, double perSecond, Progress progress) {
        List<FakeEntry> found = ledger.matching(filter).stream()
                .filter(entry -> applies(change, entry.summary().state()))
                .toList();
        int began = begin();
        List<String> ids = new ArrayList<>();
        List<Tally.Problem> problems = new ArrayList<>();
        try {
            long tried = 0;
            for (FakeEntry entry : found) {
                String problem = one(change, entry, ids);
                if (problem != null) {
                    problems.add(new Tally.Problem(entry.summary().id(), problem));
                }
                tried++;
                boolean goesOn = progress.at(tried - problems.size(), problems.size(), found.size());
                if (tried < found.size() && (!goesOn || isCancelled(began, perSecond))) {
                    return new Tally(tried - problems.size(), problems.size(), true, first(problems), ids);
                }
            }
            return new Tally(found.size() - problems.size(), problems.size(), false, first(problems), ids);
        } finally {
            end();
        }
    }

    private static List<Tally.Problem> first(List<Tally.Problem> problems) {
        return problems.stream().limit(20).toList();
    }

    private synchronized int begin() {
        running++;
        return cancelled;
    }

    private synchronized void end() {
        running--;
    }

    /** Waits as the rate wants, unless someone cancels. */
    private synchronized boolean isCancelled(int began, double perSecond) {
        long until = System.nanoTime() + (perSecond > 0 ? (long) (1e9 / perSecond) : 0);
        while (cancelled == began) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return true;
    }

    private static boolean applies(Change change, State state) {
        return switch (change) {
            case Change.Retry retry ->
                state == State.DEAD || state == State.UNPROVEN || state == State.RETRYING || state == State.REJECTED;
            case Change.Replay replay -> state == State.DONE || state == State.FILTERED;
            case Change.Remove remove -> state != State.REMOVED;
        };
    }

    /** Returns why not, or null. */
    private synchronized @Nullable String one(Change change, FakeEntry entry, List<String> ids) {
        String id = entry.summary().id();
        if (refused.containsKey(id)) {
            return refused.get(id);
        }
        ReceivedRequest envelope = ledger.envelope(id);
        if (envelope == null && !(change instanceof Change.Remove)) {
            return "its body is kept nowhere";
        }
        State then = switch (change) {
            case Change.Retry retry -> State.WAITING;
            case Change.Replay replay -> entry.summary().state();
            case Change.Remove remove -> State.REMOVED;
        };
        if (change instanceof Change.Replay && envelope != null) {
            ids.add(ledger.receive(envelope, entry).id());
        } else if (change instanceof Change.Remove) {
            ledger.forgetBody(id);
        }
        ledger.operated(entry, then, deed(change));
        return null;
    }

    private static AttemptSummary deed(Change change) {
        String detail = change instanceof Change.Replay replay ? replay.action() : null;
        return new AttemptSummary(
                Instant.now(),
                AttemptSummary.OPERATOR,
                null,
                change.verb(),
                detail,
                null,
                Duration.ZERO,
                null,
                List.of());
    }
}
