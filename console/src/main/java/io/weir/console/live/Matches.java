package io.weir.console.live;

import io.weir.operations.Filter;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a request that something happened to belongs to what a page shows. */
final class Matches implements Predicate<RequestSummary> {
    private final Filter filter;
    private final @Nullable Pattern reason;

    Matches(Filter filter) {
        this.filter = filter;
        this.reason = filter.reason() == null
                ? null
                : Pattern.compile(Stream.of(filter.reason().split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
    }

    @Override
    public boolean test(RequestSummary request) {
        return hasState(request.state())
                && (filter.sources().isEmpty() || filter.sources().contains(request.source()))
                && (reason == null
                        || (request.reason() != null
                                && reason.matcher(request.reason()).matches()))
                && (filter.since() == null || !request.receivedAt().isBefore(filter.since()))
                && (filter.until() == null || request.receivedAt().isBefore(filter.until()))
                && (filter.type() == null || filter.type().equals(request.type()))
                && hasId(request)
                && hasText(request);
    }

    private boolean hasState(State state) {
        return filter.states().isEmpty()
                || filter.states().contains(state)
                || (waits(state) && filter.states().stream().anyMatch(Matches::waits));
    }

    private static boolean waits(State state) {
        return state == State.WAITING || state == State.RUNNING;
    }

    private boolean hasId(RequestSummary request) {
        return filter.ids().isEmpty()
                || filter.ids().stream()
                        .anyMatch(id -> id.equals(request.senderId())
                                || (id.length() >= Filter.SHORTEST_PREFIX
                                        && request.id().startsWith(id.toUpperCase(Locale.ROOT))));
    }

    /** An event has no body: what has the text there alone is found when the page is loaded again. */
    private boolean hasText(RequestSummary request) {
        String text = filter.grep();
        return text == null
                || Stream.of(request.id(), request.senderId(), request.type(), request.reason(), request.detail())
                        .anyMatch(field -> field != null
                                && field.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }
}
