package io.weir.worker.record;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record brings along into a slow lane, where it is a new message: the attribute {@code retry}.
 *
 * @param sentAt when it was put on the queue at first
 * @param senderId who put it there, or null
 * @param triedAt when it was first tried
 * @param attempts how often it was received before
 * @param refusedAt when its target began to refuse it, or null if that failed last in another way
 * @param movedAt when it was sent to the lane
 * @param dueAt when it is to be tried next
 */
public record Waiting(
        Instant sentAt,
        @Nullable String senderId,
        Instant triedAt,
        int attempts,
        @Nullable Instant refusedAt,
        Instant movedAt,
        Instant dueAt) {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** An id of SQS has less than half of these. */
    private static final String LONG_ID = "A".repeat(80);

    /** As much as any record brings along. */
    public static final Waiting LONGEST =
            new Waiting(LATEST, LONG_ID, LATEST, Integer.MAX_VALUE, LATEST, LATEST, LATEST);

    /**
     * What a record brings along that is sent to a lane now.
     *
     * @param wait until it is to be tried next
     */
    public static Waiting of(
            QueueRecord record, Instant triedAt, @Nullable Instant refusedAt, Instant now, Duration wait) {
        return new Waiting(
                record.acceptedAt(), record.senderId(), triedAt, record.attempts(), refusedAt, now, now.plus(wait));
    }

    /** One JSON object, ASCII only. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sentAt", sentAt);
        if (senderId != null) {
            json.put("senderId", senderId);
        }
        json.put("triedAt", triedAt);
        json.put("attempts", attempts);
        if (refusedAt != null) {
            json.put("refusedAt", refusedAt);
        }
        json.put("movedAt", movedAt);
        json.put("dueAt", dueAt);
        return Json.writeAscii(json);
    }

    /** What the text says, or null if it is not of this form. */
    public static @Nullable Waiting parse(String text) {
        try {
            if (Json.read(text) instanceof Map<?, ?> json
                    && json.get("attempts") instanceof BigDecimal attempts
                    && attempts.signum() >= 0) {
                return new Waiting(
                        Instant.parse(String.valueOf(json.get("sentAt"))),
                        json.get("senderId") instanceof String id ? id : null,
                        Instant.parse(String.valueOf(json.get("triedAt"))),
                        attempts.intValueExact(),
                        json.get("refusedAt") instanceof String time ? Instant.parse(time) : null,
                        Instant.parse(String.valueOf(json.get("movedAt"))),
                        Instant.parse(String.valueOf(json.get("dueAt"))));
            }
        } catch (JsonException | DateTimeException | ArithmeticException e) {
            // Not ours.
        }
        return null;
    }
}
