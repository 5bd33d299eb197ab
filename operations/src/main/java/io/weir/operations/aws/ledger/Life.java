package io.weir.operations.aws.ledger;

import io.weir.operations.AttemptSummary;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of one id tell.
 *
 * @param archiveKey where an attempt archived the body, or null
 */
public record Life(
        RequestSummary request,
        List<AttemptSummary> attempts,
        @Nullable String archiveKey) {
    public Life {
        attempts = List.copyOf(attempts);
    }

    /** The lives that lines tell of, those first that were received last. */
    public static List<Life> of(List<LogLine> lines) {
        Map<String, List<LogLine>> byId = new LinkedHashMap<>();
        for (LogLine line : lines) {
            byId.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line);
        }
        return byId.values().stream()
                .map(Life::ofOne)
                .sorted(Comparator.comparing((Life life) -> life.request().receivedAt())
                        .thenComparing(life -> life.request().id())
                        .reversed())
                .toList();
    }

    private static Life ofOne(List<LogLine> unsorted) {
        List<LogLine> lines = unsorted.stream()
                .sorted(Comparator.comparing(LogLine::at).thenComparing(line -> !line.isOfDoor()))
                .toList();
        List<AttemptSummary> attempts = lines.stream()
                .filter(line -> !line.isOfDoor())
                .map(Life::attempt)
                .toList();
        return new Life(summary(lines, attempts), attempts, last(lines, "archiveKey"));
    }

    private static RequestSummary summary(List<LogLine> lines, List<AttemptSummary> attempts) {
        LogLine newest = lines.getLast();
        AttemptSummary last = attempts.isEmpty() ? null : attempts.getLast();
        boolean failed = last != null && last.reason() != null;
        return new RequestSummary(
                newest.id(),
                newest.source(),
                last(lines, "eventId"),
                last(lines, "eventType"),
                receivedAt(lines.getFirst()),
                state(newest),
                failed ? Objects.requireNonNull(last).reason() : null,
                failed ? Objects.requireNonNull(last).detail() : null,
                last == null ? null : last.nextAt(),
                (int) Math.max(attempts.size(), newest.number("attempt")),
                lines.stream().anyMatch(line -> line.isTrue("proven")),
                lines.stream().mapToLong(line -> line.number("bytes")).max().orElse(0),
                last(lines, "replayOf"),
                newest.at());
    }

    /** The door's line is written once the request is accepted; the worker's tells how old the request was. */
    private static Instant receivedAt(LogLine first) {
        return first.isOfDoor() ? first.at() : first.at().minusMillis(first.number("Age"));
    }

    /** The state in which a line leaves its request. */
    static State state(LogLine line) {
        return line.has("Filtered")
                ? State.FILTERED
                : state(line.text("Outcome"), line.has("Duplicates") || line.has("Replays"));
    }

    /** The same of an outcome, null of what has had no attempt. */
    static State state(@Nullable String outcome, boolean isDuplicate) {
        return switch (outcome) {
            case "Done" -> isDuplicate ? State.DUPLICATE : State.DONE;
            case "Rejected" -> State.REJECTED;
            case "Dead" -> State.DEAD;
            case "Unproven" -> State.UNPROVEN;
            case "Retry" -> State.RETRYING;
            case null, default -> State.WAITING;
        };
    }

    private static AttemptSummary attempt(LogLine line) {
        List<AttemptSummary.Step> steps = new ArrayList<>();
        for (Object action : line.list("actions")) {
            if (action instanceof Map<?, ?> step && step.get("name") instanceof String name) {
                steps.add(new AttemptSummary.Step(
                        name,
                        Boolean.TRUE.equals(step.get("done")),
                        Duration.ofMillis(step.get("ms") instanceof BigDecimal ms ? ms.longValue() : 0)));
            }
        }
        return new AttemptSummary(
                line.at(),
                Objects.requireNonNullElse(line.text("Outcome"), "Unknown"),
                line.text("note"),
                line.text("Reason"),
                line.text("detail"),
                line.text("exception"),
                Duration.ofMillis(line.number("Duration")),
                line.has("nextInSeconds") ? line.at().plusSeconds(line.number("nextInSeconds")) : null,
                steps);
    }

    private static @Nullable String last(List<LogLine> lines, String name) {
        return lines.reversed().stream()
                .map(line -> line.text(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
