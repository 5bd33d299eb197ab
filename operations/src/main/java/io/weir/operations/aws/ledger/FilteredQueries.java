package io.weir.operations.aws.ledger;

import io.weir.operations.State;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** By reading every line: for where there is no Logs Insights, such as an emulator. Slow with many lines. */
public final class FilteredQueries implements LogQueries {
    private final LogScan scan;

    public FilteredQueries(LogScan scan) {
        this.scan = scan;
    }

    @Override
    public List<Found> find(Conditions conditions, Span span, int limit) throws IOException {
        Map<String, Instant> newest = new HashMap<>();
        read(span, line -> {
            if (conditions.admits(line)) {
                newest.merge(line.id(), line.at(), (one, other) -> one.isAfter(other) ? one : other);
            }
            return true;
        });
        return newest.entrySet().stream()
                .map(entry -> new Found(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Found::newest)
                        .thenComparing(Found::id)
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<LogLine> lines(Collection<String> ids, Span span) throws IOException {
        Set<String> wanted = Set.copyOf(ids);
        List<LogLine> lines = new ArrayList<>();
        read(span, line -> {
            if (wanted.contains(line.id())) {
                lines.add(line);
            }
            return true;
        });
        return lines;
    }

    @Override
    public List<LogLine> newest(Conditions conditions, Span span) throws IOException {
        PriorityQueue<LogLine> lines = new PriorityQueue<>(Comparator.comparing(LogLine::at));
        read(span, line -> {
            if (conditions.admits(line)) {
                lines.add(line);
                if (lines.size() > MAX_ROWS) {
                    lines.remove();
                }
            }
            return true;
        });
        return lines.stream()
                .sorted(Comparator.comparing(LogLine::at).reversed())
                .toList();
    }

    @Override
    public List<String> replaysOf(String id, Span span) throws IOException {
        List<LogLine> lines = new ArrayList<>();
        read(span, line -> {
            if (id.equals(line.text("replayOf"))) {
                lines.add(line);
            }
            return true;
        });
        return lines.stream()
                .sorted(Comparator.comparing(LogLine::at))
                .map(LogLine::id)
                .distinct()
                .toList();
    }

    private record Group(String source, @Nullable State state, Instant hour) {}

    @Override
    public List<LogCount> counts(Span span) throws IOException {
        Map<Group, Long> counts = new HashMap<>();
        read(span, line -> {
            State state = line.isOfDoor() ? null : Life.state(line);
            counts.merge(new Group(line.source(), state, line.at().truncatedTo(ChronoUnit.HOURS)), 1L, Long::sum);
            return true;
        });
        return counts.entrySet().stream()
                .map(entry -> new LogCount(
                        entry.getKey().source(),
                        entry.getKey().state(),
                        entry.getKey().hour(),
                        entry.getValue()))
                .toList();
    }

    private void read(Span span, Predicate<LogLine> taker) throws IOException {
        scan.read(span, event -> taker.test(event.line()));
    }
}
