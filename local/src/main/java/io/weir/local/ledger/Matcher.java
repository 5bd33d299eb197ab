package io.weir.local.ledger;

import io.weir.operations.Filter;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a filter admits a request. The text is looked for apart, since that may need the body. */
final class Matcher implements Predicate<RequestSummary> {
    private final Filter filter;
    private final @Nullable Pattern reason;

    Matcher(Filter filter) {
        this.filter = filter;
        this.reason = filter.reason() == null ? null : glob(filter.reason());
    }

    static Pattern glob(String text) {
        return Pattern.compile(
                Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    @Override
    public boolean test(RequestSummary request) {
        return admits(request.state())
                && (filter.sources().isEmpty() || filter.sources().contains(request.source()))
                && (filter.type() == null || Objects.equals(filter.type(), request.type()))
                && (filter.since() == null || !request.receivedAt().isBefore(filter.since()))
                && (filter.until() == null || request.receivedAt().isBefore(filter.until()))
                && (filter.ids().isEmpty() || filter.ids().stream().anyMatch(id -> isNamed(request, id)))
                && (reason == null
                        || (request.reason() != null
                                && reason.matcher(request.reason()).matches()));
    }

    private boolean admits(State state) {
        return filter.states().isEmpty()
                || filter.states().contains(state)
                || (state == State.RUNNING && filter.states().contains(State.WAITING));
    }

    private static boolean isNamed(RequestSummary request, String id) {
        return request.id().equals(id)
                || (id.length() >= Filter.SHORTEST_PREFIX && request.id().startsWith(id.toUpperCase(Locale.ROOT)))
                || id.equals(request.senderId());
    }

    /** Whether the text stands in one of the request's own fields. */
    static boolean isIn(RequestSummary request, String lowerCase) {
        return Stream.of(request.id(), request.senderId(), request.type(), request.reason(), request.detail())
                .filter(Objects::nonNull)
                .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains(lowerCase));
    }
}
