package io.weir.operations.kit;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.AttemptSummary;
import io.weir.operations.Filter;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request in memory. Guarded by the lock of the operations that hold it. */
final class FakeEntry {
    private RequestSummary summary;
    private final List<AttemptSummary> attempts = new ArrayList<>();
    private final List<String> replays = new ArrayList<>();
    private @Nullable ReceivedRequest envelope;

    FakeEntry(RequestSummary summary, @Nullable ReceivedRequest envelope) {
        this.summary = summary;
        this.envelope = envelope;
    }

    RequestSummary summary() {
        return summary;
    }

    @Nullable
    ReceivedRequest envelope() {
        return envelope;
    }

    void replayedAs(String id) {
        replays.add(id);
    }

    void forgetBody() {
        envelope = null;
    }

    RequestLife life() {
        return new RequestLife(summary, attempts, place(), null, replays);
    }

    RequestLife.Body place() {
        if (envelope == null) {
            return RequestLife.Body.GONE;
        }
        return summary.state().isQueued() ? RequestLife.Body.QUEUE : RequestLife.Body.KEPT;
    }

    /** As it is after an attempt. */
    void settle(State state, AttemptSummary attempt, boolean proven, @Nullable String senderId, @Nullable String type) {
        attempts.add(attempt);
        summary = new RequestSummary(
                summary.id(),
                summary.source(),
                senderId,
                type,
                summary.receivedAt(),
                state,
                attempt.reason(),
                attempt.detail(),
                attempt.nextAt(),
                summary.attempts() + 1,
                proven,
                summary.bytes(),
                summary.replayOf(),
                attempt.at());
    }

    /** As it is after an operator's deed, which changes neither reason nor detail. */
    void operated(State state, AttemptSummary deed) {
        attempts.add(deed);
        summary = new RequestSummary(
                summary.id(),
                summary.source(),
                summary.senderId(),
                summary.type(),
                summary.receivedAt(),
                state,
                summary.reason(),
                summary.detail(),
                null,
                summary.attempts(),
                summary.proven(),
                summary.bytes(),
                summary.replayOf(),
                deed.at());
    }

    boolean matches(Filter filter) {
        Set<State> states = filter.states();
        boolean state = states.isEmpty()
                || states.contains(summary.state())
                || (waits() && states.stream().anyMatch(FakeEntry::waits));
        boolean source = filter.sources().isEmpty() || filter.sources().contains(summary.source());
        boolean type = filter.type() == null || filter.type().equals(summary.type());
        return state
                && source
                && type
                && hasReason(filter)
                && isWithin(filter)
                && hasId(filter.ids())
                && hasText(filter.grep());
    }

    private boolean waits() {
        return waits(summary.state());
    }

    private static boolean waits(State state) {
        return state == State.WAITING || state == State.RUNNING;
    }

    private boolean hasReason(Filter filter) {
        if (filter.reason() == null) {
            return true;
        }
        String pattern =
                Stream.of(filter.reason().split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return summary.reason() != null && summary.reason().matches(pattern);
    }

    private boolean isWithin(Filter filter) {
        Instant since = filter.since();
        Instant until = filter.until();
        return (since == null || !summary.receivedAt().isBefore(since))
                && (until == null || summary.receivedAt().isBefore(until));
    }

    private boolean hasId(List<String> ids) {
        return ids.isEmpty()
                || ids.stream()
                        .anyMatch(id -> id.equals(summary.senderId())
                                || (id.length() >= Filter.SHORTEST_PREFIX
                                        && summary.id().startsWith(id.toUpperCase(Locale.ROOT))));
    }

    private boolean hasText(@Nullable String text) {
        if (text == null) {
            return true;
        }
        String body = envelope == null ? "" : new String(envelope.body(), StandardCharsets.UTF_8);
        String wanted = text.toLowerCase(Locale.ROOT);
        return Stream.of(summary.id(), summary.senderId(), summary.type(), summary.reason(), summary.detail(), body)
                .anyMatch(
                        field -> field != null && field.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
