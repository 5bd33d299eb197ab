package io.weir.operations.aws.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.operations.Filter;
import io.weir.operations.State;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryStatus;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.StopQueryRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StopQueryResponse;

/** What Logs Insights is asked, and what is made of its answers. */
class InsightsQueriesTest {
    private static final Span SPAN =
            new Span(Instant.parse("2026-03-04T00:00:00Z"), Instant.parse("2026-03-05T00:00:00Z"));

    /** Answers after so many looks. */
    private static final class Insights implements CloudWatchLogsClient {
        private final List<StartQueryRequest> asked = new ArrayList<>();
        private final List<List<ResultField>> rows = new ArrayList<>();
        private QueryStatus end = QueryStatus.COMPLETE;
        private int looks;

        private void row(String... fields) {
            List<ResultField> row = new ArrayList<>();
            for (int i = 0; i < fields.length; i += 2) {
                row.add(ResultField.builder()
                        .field(fields[i])
                        .value(fields[i + 1])
                        .build());
            }
            rows.add(row);
        }

        @Override
        public StartQueryResponse startQuery(StartQueryRequest request) {
            asked.add(request);
            looks = 0;
            return StartQueryResponse.builder().queryId("q").build();
        }

        @Override
        public GetQueryResultsResponse getQueryResults(GetQueryResultsRequest request) {
            return looks++ == 0
                    ? GetQueryResultsResponse.builder()
                            .status(QueryStatus.SCHEDULED)
                            .build()
                    : GetQueryResultsResponse.builder()
                            .status(end)
                            .results(rows)
                            .build();
        }

        @Override
        public StopQueryResponse stopQuery(StopQueryRequest request) {
            return StopQueryResponse.builder().build();
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

    private final Insights insights = new Insights();
    private final InsightsQueries queries = new InsightsQueries(insights, List.of("ingest", "worker"));

    private static Filter every(String text) {
        return new Filter(Set.of(State.DEAD), Set.of(text), text + "*", null, null, List.of(text), text, text);
    }

    /** Between the slashes of each expression there is nothing that could end it; outside there is nothing of the text. */
    @Property(tries = 1000)
    void noTextEndsItsExpression(@ForAll String text) {
        String query = InsightsQueries.findQuery(Conditions.of(every(text)));
        String expected = InsightsQueries.findQuery(Conditions.of(every("a")));
        assertThat(query.replaceAll("/[A-Za-z0-9_:@ ,=.*^$|(){}?-]*/", "//"))
                .isEqualTo(expected.replaceAll("/[A-Za-z0-9_:@ ,=.*^$|(){}?-]*/", "//"));
    }

    @Test
    void aStrangersTextCannotWidenAQuestion() {
        for (String text : List.of(
                "x/ or 1=1 | filter a like /",
                "x\"] | display @message",
                "x\\",
                "x\n| limit 1",
                ".*",
                "(a|b)",
                "[^x]",
                "é/")) {
            String query = InsightsQueries.findQuery(
                    Conditions.of(Filter.ALL.withSources(text).withType(text).withIds(List.of(text))));
            assertThat(query.lines().filter(line -> line.startsWith("| filter")).count())
                    .isEqualTo(4);
            assertThat(query.chars().filter(c -> c == '/').count()).isEqualTo(8);
            assertThat(query).doesNotContain("\\").doesNotContain("\"");
        }
    }

    @Property(tries = 500)
    void anExpressionFindsTheTextItself(@ForAll String text) {
        assertThat(Pattern.compile(InsightsText.whole(text), Pattern.DOTALL)
                        .matcher(text)
                        .find())
                .isTrue();
        assertThat(Pattern.compile(InsightsText.pattern(text), Pattern.DOTALL)
                        .matcher(text)
                        .find())
                .isTrue();
    }

    @Test
    void anExpressionFindsNoLongerText() {
        assertThat(Pattern.compile(InsightsText.whole(".*")).matcher("abc").find())
                .isFalse();
        assertThat(Pattern.compile(InsightsText.pattern("action-*"))
                        .matcher("action-http")
                        .find())
                .isTrue();
        assertThat(Pattern.compile(InsightsText.pattern("action-*"))
                        .matcher("x-action-http")
                        .find())
                .isFalse();
    }

    @Test
    void ids_thatAreNone_areNotAskedFor() {
        assertThat(InsightsQueries.linesQuery(List.of("01JN5V4C3QF3ZC2W7V9V6N3G5A", "x\"] | display @ptr")))
                .contains("in [\"01JN5V4C3QF3ZC2W7V9V6N3G5A\"]")
                .doesNotContain("ptr");
    }

    @Test
    void find_waitsForTheAnswer() throws Exception {
        insights.row("request", "01JN5V4C3QF3ZC2W7V9V6N3G5A", "newest", "2026-03-04 11:00:00.123");
        insights.row("request", "m-2", "newest", "1772622000000");
        assertThat(queries.find(Conditions.of(Filter.ALL), SPAN, 50))
                .containsExactly(
                        new LogQueries.Found("01JN5V4C3QF3ZC2W7V9V6N3G5A", Instant.parse("2026-03-04T11:00:00.123Z")),
                        new LogQueries.Found("m-2", Instant.parse("2026-03-04T11:00:00Z")));
        assertThat(insights.asked.getFirst().limit()).isEqualTo(50);
        assertThat(insights.asked.getFirst().logGroupNames()).containsExactly("ingest", "worker");
    }

    @Test
    void lines_areAskedForInParts_soThatNoQuestionIsTooLong() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(String.format("%08d-1111-2222-3333-444444444444", i));
        }
        insights.row(
                "@timestamp",
                "2026-03-04 11:00:00.000",
                "@message",
                "{\"Source\":\"shop\",\"id\":\"i\",\"Outcome\":\"Done\"}\n");
        insights.row("@timestamp", "2026-03-04 11:00:00.000", "@message", "START RequestId: 1");
        assertThat(queries.lines(ids, SPAN))
                .hasSize(13)
                .allMatch(line -> line.id().equals("i"));
        assertThat(insights.asked)
                .hasSize(13)
                .allMatch(asked -> asked.queryString().length() < 10_000);
    }

    @Test
    void counts_tellDuplicatesAndWhatIsFilteredApart() throws Exception {
        insights.row(
                "Source",
                "shop",
                "Outcome",
                "Done",
                "hour",
                "2026-03-04 11:00:00.000",
                "n",
                "9",
                "again",
                "2",
                "unwanted",
                "4");
        insights.row("Source", "shop", "hour", "2026-03-04 11:00:00.000", "n", "7", "again", "0");
        Instant hour = Instant.parse("2026-03-04T11:00:00Z");
        assertThat(queries.counts(SPAN))
                .containsExactly(
                        new LogCount("shop", State.DONE, hour, 3),
                        new LogCount("shop", State.DUPLICATE, hour, 2),
                        new LogCount("shop", State.FILTERED, hour, 4),
                        new LogCount("shop", null, hour, 7));
    }

    @Test
    void aQuestionThatFails_isSaidToHave() {
        insights.end = QueryStatus.FAILED;
        assertThatThrownBy(() -> queries.find(Conditions.of(Filter.ALL), SPAN, 50))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Failed");
    }

    @Test
    void aLineOfSomethingElse_isNone() {
        for (String text : List.of(
                "", "REPORT", "{", "{}", "{\"level\":\"info\"}", "{\"id\":\"x\"}", "[1]", "{\"id\":1,\"Source\":2}")) {
            assertThat(LogLine.parse(text, Instant.EPOCH)).isNull();
        }
        assertThat(LogLine.parse("{\"Source\":\"(unknown)\",\"messageId\":\"m\",\"Outcome\":\"Dead\"}", Instant.EPOCH)
                        .id())
                .isEqualTo("m");
        assertThat(LogLine.parse("{\"Source\":\"s\",\"id\":\"i\",\"_aws\":{\"Timestamp\":1e99}}", Instant.EPOCH)
                        .at())
                .isEqualTo(Instant.EPOCH);
    }
}
