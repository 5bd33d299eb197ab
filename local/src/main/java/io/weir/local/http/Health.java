package io.weir.local.http;

import io.weir.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the single-machine mode is.
 *
 * @param isUp whether the store can be read and written
 * @param queue messages that wait for an attempt
 * @param retrying messages that failed and wait in the slow lanes
 * @param inFlight messages that the worker has
 * @param dead messages in the dead-letter queue
 * @param unproven messages in the queue for what was never proven genuine
 * @param version of weir
 */
public record Health(boolean isUp, long queue, long retrying, long inFlight, long dead, long unproven, String version) {
    String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", isUp ? "up" : "down");
        json.put("queue", queue);
        json.put("retrying", retrying);
        json.put("inFlight", inFlight);
        json.put("dead", dead);
        json.put("unproven", unproven);
        json.put("version", version);
        return Json.write(json);
    }
}
