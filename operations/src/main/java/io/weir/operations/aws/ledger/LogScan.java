package io.weir.operations.aws.ledger;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Reads the log groups event by event. Thread-safe. */
public final class LogScan {
    private final CloudWatchLogsClient logs;
    private final List<String> groups;

    /** @param groups names of both functions' log groups */
    public LogScan(CloudWatchLogsClient logs, List<String> groups) {
        this.logs = logs;
        this.groups = List.copyOf(groups);
    }

    /**
     * A line with what tells it from every other.
     *
     * @param eventId of CloudWatch Logs
     */
    public record Event(String eventId, Instant logged, LogLine line) {}

    /** The lines about requests in a span of time, each group's after the other. Ends early once the taker says false. */
    public void read(Span span, Predicate<Event> taker) throws IOException {
        for (String group : groups) {
            if (!read(group, span, taker)) {
                return;
            }
        }
    }

    /** The lines about requests in a span of time, in order. */
    public List<Event> inOrder(Span span) throws IOException {
        List<Event> events = new java.util.ArrayList<>();
        read(span, events::add);
        events.sort(Comparator.comparing((Event event) -> event.line().at()).thenComparing(Event::eventId));
        return events;
    }

    private boolean read(String group, Span span, Predicate<Event> taker) throws IOException {
        String token = null;
        do {
            FilterLogEventsRequest request = FilterLogEventsRequest.builder()
                    .logGroupName(group)
                    .startTime(span.from().toEpochMilli())
                    .endTime(span.to().toEpochMilli())
                    .nextToken(token)
                    .build();
            FilterLogEventsResponse answer;
            try {
                answer = logs.filterLogEvents(request);
            } catch (ResourceNotFoundException e) {
                return true; // where nothing was ever logged there may be no stream, in an emulator not even a group
            } catch (SdkException e) {
                throw new IOException("CloudWatch Logs did not answer: " + e.getMessage(), e);
            }
            for (FilteredLogEvent event : answer.events()) {
                Instant logged = Instant.ofEpochMilli(event.timestamp());
                LogLine line = LogLine.parse(event.message(), logged);
                if (line != null && !taker.test(new Event(String.valueOf(event.eventId()), logged, line))) {
                    return false;
                }
            }
            token = answer.nextToken();
        } while (token != null);
        return true;
    }
}
