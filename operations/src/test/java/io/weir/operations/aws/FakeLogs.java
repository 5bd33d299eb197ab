package io.weir.operations.aws;

import io.weir.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryResponse;

/** Log groups in memory, which can be filtered by time; there is no Logs Insights, as in an emulator. Pages are small. */
public final class FakeLogs implements CloudWatchLogsClient {
    private static final int PAGE = 3;

    private record Line(String group, Instant at, String text) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private int queries;

    /** Adds a line of the door or, if it has an outcome, of the worker. */
    public void add(Instant at, Object... members) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", Map.of("Timestamp", at.toEpochMilli()));
        for (int i = 0; i < members.length; i += 2) {
            line.put((String) members[i], members[i + 1]);
        }
        lines.add(new Line(line.containsKey("Status") ? "ingest" : "worker", at, Json.write(line) + "\n"));
    }

    public int queries() {
        return queries;
    }

    @Override
    public StartQueryResponse startQuery(StartQueryRequest request) {
        queries++;
        throw CloudWatchLogsException.builder()
                .statusCode(501)
                .message("not implemented")
                .build();
    }

    @Override
    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        List<FilteredLogEvent> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            long millis = line.at().toEpochMilli();
            if (line.group().equals(request.logGroupName())
                    && millis >= request.startTime()
                    && millis <= request.endTime()) {
                all.add(FilteredLogEvent.builder()
                        .eventId("event-" + i)
                        .timestamp(millis)
                        .message(line.text())
                        .build());
            }
        }
        int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        int to = Math.min(from + PAGE, all.size());
        return FilterLogEventsResponse.builder()
                .events(all.subList(from, to))
                .nextToken(to < all.size() ? Integer.toString(to) : null)
                .build();
    }

    @Override
    public String serviceName() {
        return "logs";
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
