package io.weir.ingest;

import io.weir.envelope.source.Source;
import io.weir.log.Figures;
import io.weir.log.Figures.Figure;
import io.weir.log.Log;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The line of a request. Holds no header, body or query, and no name of a stranger's choice. Thread-safe. */
final class RequestLog {
    private static final String REQUESTS = "Requests";
    private static final String DOOR_TIME = "DoorTime";
    private static final String SOURCE = "Source";
    private static final String STATUS = "Status";
    private static final double NANOS_OF_A_MILLISECOND = 1_000_000.0;

    private static final String REASON = "reason";
    private static final String SPILLS = "Spills";

    private static final List<Figures> COUNTED = List.of(
            Figures.inMemory(List.of(SOURCE, STATUS), List.of(Figure.count(REQUESTS), Figure.millis(DOOR_TIME))),
            Figures.paid(List.of(List.of(STATUS)), List.of(Figure.count(REQUESTS))));

    /** What the bucket had to take, by why. */
    private static final List<Figures> SPILLED = Stream.concat(
                    COUNTED.stream(),
                    Stream.of(
                            Figures.inMemory(List.of(REASON), List.of(Figure.count(SPILLS))),
                            Figures.paid(List.of(List.of(REASON)), List.of(Figure.count(SPILLS)))))
            .toList();

    private final Log log;

    RequestLog(Log log) {
        this.log = log;
    }

    void request(@Nullable Source source, Answer answer, int bytes, Duration duration) {
        log.write(answer.isSpilled() ? SPILLED : COUNTED, line -> {
            line.text(SOURCE, source == null ? "(unknown)" : source.name());
            line.text(STATUS, Integer.toString(answer.status()));
            if (answer.id() != null) {
                line.text("id", answer.id());
            }
            line.text(REASON, answer.reason())
                    .number(REQUESTS, 1)
                    .number(DOOR_TIME, duration.toNanos() / NANOS_OF_A_MILLISECOND)
                    .number("bytes", bytes);
            if (answer.isSpilled()) {
                line.number(SPILLS, 1);
            }
        });
    }

    /** A line about something that someone should look at. */
    void warn(String message) {
        log.warn(message);
    }
}
