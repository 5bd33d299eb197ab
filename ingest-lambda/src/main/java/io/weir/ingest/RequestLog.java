package io.weir.ingest;

import io.weir.envelope.source.Source;
import io.weir.json.Json;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON line a request, which is at once its CloudWatch metrics (embedded metric format). Holds no header, body or
 * query, and no name of a stranger's choice. Thread-safe.
 */
final class RequestLog {
    private final String namespace;
    private final PrintStream out;
    private final Clock clock;

    /** @param namespace of the metrics in CloudWatch */
    RequestLog(String namespace, PrintStream out, Clock clock) {
        this.namespace = namespace;
        this.out = out;
        this.clock = clock;
    }

    void request(@Nullable Source source, Answer answer, int bytes, Duration duration) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(
                "_aws",
                Map.of(
                        "Timestamp",
                        clock.millis(),
                        "CloudWatchMetrics",
                        List.of(Map.of(
                                "Namespace",
                                namespace,
                                "Dimensions",
                                List.of(List.of("Source", "Status"), List.of("Status")),
                                "Metrics",
                                List.of(
                                        Map.of("Name", "Requests", "Unit", "Count"),
                                        Map.of("Name", "DoorTime", "Unit", "Milliseconds"))))));
        line.put("Source", source == null ? "(unknown)" : source.name());
        line.put("Status", Integer.toString(answer.status()));
        if (answer.id() != null) {
            line.put("id", answer.id());
        }
        line.put("reason", answer.reason());
        line.put("Requests", 1);
        line.put("DoorTime", duration.toNanos() / 1_000_000.0);
        line.put("bytes", bytes);
        out.println(Json.writeAscii(line));
    }
}
