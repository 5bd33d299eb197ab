package io.weir.worker.record;

import io.weir.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why the worker gave up on a record: the attribute {@code failure} of a dead letter.
 *
 * @param attempts how often the record was received
 * @param firstSeen when the record was first received
 * @param lastSeen when the worker gave up
 * @param version version of the function
 * @param id what the door called the request, or null of what came without the door
 */
public record Failure(
        Fault fault,
        int attempts,
        Instant firstSeen,
        Instant lastSeen,
        String version,
        @Nullable String id) {
    /** Keeps a dead letter within the queue's limit and readable. */
    private static final int MAX_DETAIL = 500;

    public Failure {
        if (fault.detail().length() > MAX_DETAIL) {
            fault = new Fault(fault.reason(), fault.detail().substring(0, MAX_DETAIL) + "…", fault.exception());
        }
    }

    /** One JSON object, ASCII only, so that any queue takes it. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", fault.reason());
        json.put("detail", fault.detail());
        String exception = fault.exception();
        if (exception != null) {
            json.put("exception", exception);
        }
        json.put("attempts", attempts);
        json.put("firstSeen", firstSeen);
        json.put("lastSeen", lastSeen);
        json.put("version", version);
        if (id != null) {
            json.put("id", id);
        }
        return Json.writeAscii(json);
    }

    /** The same without the detail, where the message leaves room for nothing more. */
    public Failure withoutDetail() {
        return new Failure(
                new Fault(fault.reason(), "", fault.exception()), attempts, firstSeen, lastSeen, version, id);
    }
}
