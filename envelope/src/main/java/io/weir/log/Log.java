package io.weir.log;

import java.util.List;
import java.util.function.Consumer;

/**
 * Takes what the functions tell, a line each, and counts what a line says it counts. On Lambda the line itself makes
 * CloudWatch count; on one machine counters in memory do. Thread-safe.
 */
public interface Log {
    /**
     * Writes a line.
     *
     * @param counted which of its members are counted, and by which others; none if nothing is
     * @param members writes them, in order
     */
    void write(List<Figures> counted, Consumer<LogLine> members);

    /** A line about something that is no request's and no record's outcome. */
    default void info(String message) {
        write(List.of(), line -> line.text("level", "info").text("message", message));
    }

    /** A line about something that someone should look at. */
    default void warn(String message) {
        write(List.of(), line -> line.text("level", "warn").text("message", message));
    }
}
