package io.weir.operations.aws.ledger;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a function's log that is about a request.
 *
 * @param at when it was written
 * @param id of the request; of one without an id, of its message
 * @param members as docs/log.md names them
 */
public record LogLine(Instant at, String id, Map<String, @Nullable Object> members) {
    /**
     * Reads a line.
     *
     * @param logged when the log service says that it was written
     * @return null if the line is about no request, or is none of ours
     */
    public static @Nullable LogLine parse(String text, Instant logged) {
        if (!text.startsWith("{")) {
            return null;
        }
        try {
            Map<String, @Nullable Object> members = Json.readObject(text.strip());
            String id = members.get("id") instanceof String given
                    ? given
                    : members.get("messageId") instanceof String message ? message : null;
            if (id == null || !(members.get("Source") instanceof String)) {
                return null;
            }
            return new LogLine(time(members, logged), id, members);
        } catch (JsonException e) {
            return null;
        }
    }

    /** The function's own clock to the millisecond, which the metrics hold. */
    private static Instant time(Map<String, @Nullable Object> members, Instant logged) {
        try {
            if (members.get("_aws") instanceof Map<?, ?> metrics
                    && metrics.get("Timestamp") instanceof BigDecimal time) {
                return Instant.ofEpochMilli(time.longValueExact());
            }
        } catch (ArithmeticException | DateTimeException e) {
            // The log's own time will do.
        }
        return logged;
    }

    /** Whether the door wrote it; else the worker did. */
    public boolean isOfDoor() {
        return members.containsKey("Status");
    }

    String source() {
        return String.valueOf(members.get("Source"));
    }

    /** A member that is a text, or null. */
    @Nullable
    String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    /** A member that is a number, or 0. */
    long number(String name) {
        return members.get(name) instanceof BigDecimal number ? number.longValue() : 0;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** A member that is a list, or none. */
    List<?> list(String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }
}
