package io.weir.operations.aws.ledger;

import io.weir.operations.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryStatus;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;

/**
 * By CloudWatch Logs Insights, which is paid by what it reads and asked by nobody but an operator.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html">Query syntax</a>
 */
public final class InsightsQueries implements LogQueries {
    /** A query's text is 10,000 characters at most; so many ids take half of it. */
    static final int IDS = 80;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration FIRST_LOOK = Duration.ofMillis(300);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Of a ULID or a message id: nothing else is put into a query as it is. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private static final String REQUEST = "fields coalesce(id, messageId) as request\n| filter ispresent(request)\n";

    private final CloudWatchLogsClient logs;
    private final List<String> groups;

    /** @param groups names of both functions' log groups */
    public InsightsQueries(CloudWatchLogsClient logs, List<String> groups) {
        this.logs = logs;
        this.groups = List.copyOf(groups);
    }

    static String findQuery(Conditions conditions) {
        return REQUEST + conditions.toInsights() + "| stats max(@timestamp) as newest by request\n| sort newest desc";
    }

    static String newestQuery(Conditions conditions) {
        return REQUEST + conditions.toInsights() + "| display @timestamp, @message\n| sort @timestamp desc";
    }

    static String linesQuery(Collection<String> ids) {
        List<String> quoted = ids.stream()
                .filter(id -> ID.matcher(id).matches())
                .map(id -> '"' + id + '"')
                .toList();
        return REQUEST + "| filter request in [" + String.join(",", quoted)
                + "]\n| display @timestamp, @message\n| sort @timestamp desc";
    }

    static final String COUNTS = "filter ispresent(Source) and (ispresent(Outcome) or ispresent(id))\n"
            + "| stats count(*) as n, count(Duplicates) as again, count(Filtered) as unwanted by Source, Outcome, bin(1h) as hour";

    @Override
    public List<Found> find(Conditions conditions, Span span, int limit) throws IOException {
        List<Found> found = new ArrayList<>();
        for (Map<String, String> row : run(findQuery(conditions), span, limit)) {
            String id = row.get("request");
            if (id != null) {
                found.add(new Found(id, time(row.get("newest"))));
            }
        }
        return found;
    }

    @Override
    public List<LogLine> newest(Conditions conditions, Span span) throws IOException {
        return lines(run(newestQuery(conditions), span, MAX_ROWS)).stream()
                .filter(conditions::admits)
                .toList();
    }

    @Override
    public List<LogLine> lines(Collection<String> ids, Span span) throws IOException {
        List<String> all = List.copyOf(ids);
        List<LogLine> lines = new ArrayList<>();
        for (int from = 0; from < all.size(); from += IDS) {
            List<String> some = all.subList(from, Math.min(from + IDS, all.size()));
            lines.addAll(lines(run(linesQuery(some), span, MAX_ROWS)));
        }
        return lines;
    }

    @Override
    public List<String> replaysOf(String id, Span span) throws IOException {
        if (!ID.matcher(id).matches()) {
            return List.of();
        }
        String query = REQUEST + "| filter replayOf = \"" + id
                + "\"\n| stats min(@timestamp) as oldest by request\n| sort oldest asc";
        return run(query, span, MAX_ROWS).stream()
                .map(row -> row.get("request"))
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<LogLine> lines(List<Map<String, String>> rows) {
        return rows.stream()
                .map(row -> LogLine.parse(row.getOrDefault("@message", ""), time(row.get("@timestamp"))))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<LogCount> counts(Span span) throws IOException {
        List<LogCount> counts = new ArrayList<>();
        for (Map<String, String> row : run(COUNTS, span, MAX_ROWS)) {
            String source = row.get("Source");
            if (source == null) {
                continue;
            }
            String outcome = row.get("Outcome");
            long again = number(row.get("again"));
            long unwanted = number(row.get("unwanted"));
            Instant hour = time(row.get("hour"));
            long once = number(row.get("n")) - (outcome == null ? 0 : again + unwanted);
            counts.add(new LogCount(source, outcome == null ? null : Life.state(outcome, false), hour, once));
            if (outcome != null && again > 0) {
                counts.add(new LogCount(source, Life.state(outcome, true), hour, again));
            }
            if (outcome != null && unwanted > 0) {
                counts.add(new LogCount(source, State.FILTERED, hour, unwanted));
            }
        }
        return counts;
    }

    private List<Map<String, String>> run(String query, Span span, int limit) throws IOException {
        try {
            String id = logs.startQuery(start -> start.logGroupNames(groups)
                            .queryString(query)
                            .startTime(span.from().getEpochSecond())
                            .endTime(span.to().getEpochSecond() + 1)
                            .limit(Math.min(limit, MAX_ROWS)))
                    .queryId();
            return await(id);
        } catch (SdkException e) {
            throw new IOException("CloudWatch Logs did not answer: " + e.getMessage(), e);
        }
    }

    private List<Map<String, String>> await(String id) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Duration wait = FIRST_LOOK;
        while (System.nanoTime() < end) {
            pause(id, wait);
            wait = LOOK;
            GetQueryResultsResponse answer = logs.getQueryResults(get -> get.queryId(id));
            if (answer.status() == QueryStatus.COMPLETE) {
                return answer.results().stream().map(InsightsQueries::row).toList();
            }
            if (answer.status() != QueryStatus.RUNNING && answer.status() != QueryStatus.SCHEDULED) {
                throw new IOException("the query of CloudWatch Logs ended as " + answer.statusAsString());
            }
        }
        stop(id);
        throw new IOException("the query of CloudWatch Logs took longer than " + PATIENCE.toMinutes() + " minutes");
    }

    private void pause(String id, Duration wait) throws IOException {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            stop(id);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What nobody waits for any more should not go on reading at our cost. */
    private void stop(String id) {
        try {
            logs.stopQuery(stop -> stop.queryId(id));
        } catch (SdkException e) {
            // It has ended, or ends by itself.
        }
    }

    private static Map<String, String> row(List<ResultField> fields) {
        Map<String, String> row = new LinkedHashMap<>();
        for (ResultField field : fields) {
            if (field.value() != null) {
                row.put(field.field(), field.value());
            }
        }
        return row;
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Math.round(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** A time as answers have it: {@code 2026-03-04 05:06:07.089} in UTC, or milliseconds since 1970. */
    static Instant time(@Nullable String text) {
        if (text == null) {
            return Instant.EPOCH;
        }
        try {
            return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return Instant.ofEpochMilli(number(text));
        }
    }
}
