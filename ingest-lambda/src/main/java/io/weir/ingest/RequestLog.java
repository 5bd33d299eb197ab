package io.weir.ingest;

import io.weir.envelope.source.Source;
import io.weir.log.Figures;
import io.weir.log.Figures.Figure;
import io.weir.log.Log;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line of a request. Holds no header, body or query, and no name of a stranger's choice. Thread-safe. */
final class RequestLog {
    private static final String REQUESTS = "Requests";
    private static final String DOOR_TIME = "DoorTime";
    private static final String SOURCE = "Source";
    private static final String STATUS = "Status";
    private static final double NANOS_OF_A_MILLISECOND = 1_000_000.0;

    private static final List<Figures> COUNTED = List.of(new Figures(
            List.of(List.of(SOURCE, STATUS), List.of(STATUS)),
            List.of(Figure.count(REQUESTS), Figure.millis(DOOR_TIME))));

    private final Log log;

    RequestLog(Log log) {
        this.log = log;
    }

    void request(@Nullable Source source, Answer answer, int bytes, Duration duration) {
        log.write(COUNTED, line -> {
            line.text(SOURCE, source == null ? "(unknown)" : source.name());
            line.text(STATUS, Integer.toString(answer.status()));
            if (answer.id() != null) {
                line.text("id", answer.id());
            }
            line.text("reason", answer.reason())
                    .number(REQUESTS, 1)
                    .number(DOOR_TIME, duration.toNanos() / NANOS_OF_A_MILLISECOND)
                    .number("bytes", bytes);
        });
    }

    /** A line about something that someone should look at. */
    void warn(String message) {
        log.warn(message);
    }
}
