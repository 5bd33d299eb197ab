package io.weir.operations.aws;

import io.weir.operations.AttemptSummary;
import io.weir.operations.OperationsException;
import io.weir.operations.RequestEvent;
import io.weir.operations.aws.ledger.Life;
import io.weir.operations.aws.ledger.LogLine;
import io.weir.operations.aws.ledger.LogScan;
import io.weir.operations.aws.ledger.Span;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells of log lines as they come, some seconds after they were written. For one thread. */
final class LogWatch {
    /** A line may be there later than one that was written after it. */
    private static final Duration OVERLAP = Duration.ofSeconds(20);

    private static final int KNOWN = 20_000;

    private final LogScan scan;
    private final Clock clock;
    private final Duration pause;
    private final Map<String, Boolean> told = bounded();
    private final Map<String, List<LogLine>> lines = bounded();

    /** @param pause between two looks */
    LogWatch(LogScan scan, Clock clock, Duration pause) {
        this.scan = scan;
        this.clock = clock;
        this.pause = pause;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > KNOWN;
            }
        };
    }

    /**
     * Where a watch has come to.
     *
     * @param eventId of the last event that was told, empty before the first
     */
    private record Place(Instant at, String eventId) {
        static Place parse(String cursor) throws OperationsException {
            String[] words = cursor.split(" ", -1);
            try {
                if (words.length == 2) {
                    return new Place(Instant.parse(words[0]), words[1]);
                }
            } catch (DateTimeException e) {
                // The error below.
            }
            throw new OperationsException("not a cursor of a deployment on AWS: " + cursor);
        }

        /** Whether an event comes behind it. */
        boolean isBefore(LogScan.Event event) {
            int order = event.line().at().compareTo(at);
            return order > 0 || (order == 0 && event.eventId().compareTo(eventId) > 0);
        }
    }

    void watch(@Nullable String after, Predicate<RequestEvent> watcher) throws IOException, InterruptedException {
        Place begun = after == null ? new Place(clock.instant(), "") : Place.parse(after);
        Instant from = begun.at();
        while (true) {
            Instant now = clock.instant();
            for (LogScan.Event event : scan.inOrder(new Span(from, now.plusSeconds(60)))) {
                if (begun.isBefore(event)
                        && told.putIfAbsent(event.eventId(), true) == null
                        && !watcher.test(told(event))) {
                    return;
                }
            }
            Instant back = now.minus(OVERLAP);
            from = back.isAfter(from) ? back : from;
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Thread.sleep(pause);
        }
    }

    private RequestEvent told(LogScan.Event event) {
        LogLine line = event.line();
        List<LogLine> known = lines.computeIfAbsent(line.id(), id -> new ArrayList<>());
        known.add(line);
        Life life = Life.of(known).getFirst();
        AttemptSummary attempt = line.isOfDoor()
                ? null
                : Life.of(List.of(line)).getFirst().attempts().getFirst();
        return new RequestEvent(line.at() + " " + event.eventId(), life.request(), attempt);
    }
}
