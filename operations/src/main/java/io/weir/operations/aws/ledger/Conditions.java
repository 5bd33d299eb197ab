package io.weir.operations.aws.ledger;

import io.weir.operations.Filter;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A filter as a condition on lines and on requests.
 *
 * @param filter what is asked for
 * @param isWhole false to leave out what another line of the same request may say otherwise: state, reason, type, text, and
 *     the sender's id
 */
public record Conditions(Filter filter, boolean isWhole) {
    private static final Set<State> OF_NO_LINE = EnumSet.of(State.WAITING, State.RUNNING);

    /** The condition that some line of a request that the filter admits holds. */
    public static Conditions of(Filter filter) {
        return new Conditions(filter, true);
    }

    /** The condition that every line of a request that the filter admits holds. */
    public static Conditions ofEveryLine(Filter filter) {
        return new Conditions(filter, false);
    }

    /** Whether a line holds it. */
    boolean admits(LogLine line) {
        if (!filter.sources().isEmpty() && !filter.sources().contains(line.source())) {
            return false;
        }
        if (!isWhole) {
            return true;
        }
        return anyOf(filter.ids(), id -> isId(line.id(), id) || id.equals(line.text("eventId")))
                && (filter.type() == null || filter.type().equals(line.text("eventType")))
                && matches(filter.reason(), line.text("Reason"))
                && (!narrowsStates() || filter.states().contains(Life.state(line)))
                && (filter.grep() == null || contains(filter.grep(), texts(line)));
    }

    private static Stream<@Nullable String> texts(LogLine line) {
        return Stream.of(
                line.id(), line.text("eventId"), line.text("eventType"), line.text("Reason"), line.text("detail"));
    }

    /** Whether a state can be told from one line: that nothing followed the door's cannot. */
    private boolean narrowsStates() {
        return !filter.states().isEmpty() && filter.states().stream().noneMatch(OF_NO_LINE::contains);
    }

    /** Whether a request holds the filter, but for the text that is looked for in its body. */
    public static boolean admits(Filter filter, RequestSummary request) {
        return admitsAllButText(filter, request) && (filter.grep() == null || holdsText(filter, request));
    }

    /** The same without regard to the text. */
    public static boolean admitsAllButText(Filter filter, RequestSummary request) {
        State state = request.state() == State.RUNNING ? State.WAITING : request.state();
        return (filter.states().isEmpty()
                        || filter.states().contains(state)
                        || filter.states().contains(request.state())
                        || (state == State.WAITING && filter.states().contains(State.RUNNING)))
                && (filter.sources().isEmpty() || filter.sources().contains(request.source()))
                && matches(filter.reason(), request.reason())
                && (filter.since() == null || !request.receivedAt().isBefore(filter.since()))
                && (filter.until() == null || request.receivedAt().isBefore(filter.until()))
                && anyOf(filter.ids(), id -> isId(request.id(), id) || id.equals(request.senderId()))
                && (filter.type() == null || filter.type().equals(request.type()));
    }

    /** Whether a reason is of the filter's pattern, if it has one. */
    public static boolean isReason(Filter filter, String reason) {
        return matches(filter.reason(), reason);
    }

    /** Whether the text that is looked for stands in the request's ids, type, reason or detail. */
    public static boolean holdsText(Filter filter, RequestSummary request) {
        return contains(
                Objects.requireNonNull(filter.grep()),
                Stream.of(request.id(), request.senderId(), request.type(), request.reason(), request.detail()));
    }

    private static boolean anyOf(List<String> ids, java.util.function.Predicate<String> test) {
        return ids.isEmpty() || ids.stream().anyMatch(test);
    }

    private static boolean isId(String id, String wanted) {
        return wanted.length() >= Filter.SHORTEST_PREFIX && id.regionMatches(true, 0, wanted, 0, wanted.length());
    }

    private static boolean contains(String text, Stream<@Nullable String> places) {
        String lower = text.toLowerCase(Locale.ROOT);
        return places.anyMatch(
                place -> place != null && place.toLowerCase(Locale.ROOT).contains(lower));
    }

    /** Whether a reason is of a pattern, in which a star stands for any text. */
    private static boolean matches(@Nullable String pattern, @Nullable String reason) {
        if (pattern == null) {
            return true;
        }
        String regex = Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return reason != null
                && Pattern.compile(regex, Pattern.DOTALL).matcher(reason).matches();
    }

    /**
     * The same in the language of Logs Insights, commands of {@code filter}. It may admit more than {@link #admits}: what
     * cannot be written plainly there is any character.
     */
    String toInsights() {
        List<String> all = new ArrayList<>();
        if (!filter.sources().isEmpty()) {
            all.add(like("Source", filter.sources().stream().sorted().map(InsightsText::whole)));
        }
        if (isWhole) {
            if (!filter.ids().isEmpty()) {
                all.add("(" + like("request", filter.ids().stream().map(InsightsText::beginning)) + " or "
                        + like("eventId", filter.ids().stream().map(InsightsText::whole)) + ")");
            }
            if (filter.type() != null) {
                all.add(like("eventType", Stream.of(InsightsText.whole(filter.type()))));
            }
            if (filter.reason() != null) {
                all.add(like("Reason", Stream.of(InsightsText.pattern(filter.reason()))));
            }
            if (narrowsStates()) {
                all.add(like("Outcome", outcomes().stream().map(InsightsText::whole)));
            }
            if (filter.grep() != null) {
                all.add(like("@message", Stream.of(InsightsText.somewhere(filter.grep()))));
            }
        }
        return all.stream().map(condition -> "| filter " + condition + "\n").collect(Collectors.joining());
    }

    private Set<String> outcomes() {
        return filter.states().stream()
                .map(state -> switch (state) {
                    case DUPLICATE, DONE, FILTERED -> "Done";
                    case REJECTED -> "Rejected";
                    case DEAD -> "Dead";
                    case UNPROVEN -> "Unproven";
                    case RETRYING -> "Retry";
                    case WAITING, RUNNING, REMOVED -> "None";
                })
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private static String like(String field, Stream<String> expressions) {
        return field + " like /" + expressions.collect(Collectors.joining("|")) + "/";
    }
}
