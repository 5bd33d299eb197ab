package io.weir.console.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.operations.Filter;
import io.weir.operations.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1 s",
        "1250, 1.2 s",
        "59999, 59.9 s",
        "60000, 1 min",
        "61000, 1 min 1 s",
        "3600000, 1 h",
        "3661000, 1 h 1 min",
        "86400000, 1 d",
        "93600000, 1 d 2 h",
        "-5, 0 ms"
    })
    void spans(long millis, String words) {
        assertThat(Times.span(Duration.ofMillis(millis))).isEqualTo(words);
    }

    @Test
    void times_are_told_from_now() {
        assertThat(Times.ago(NOW, NOW)).isEqualTo("now");
        assertThat(Times.ago(NOW.minusMillis(61_700), NOW)).isEqualTo("1 min 1 s ago");
        assertThat(Times.ago(NOW.plusSeconds(180), NOW)).isEqualTo("in 3 min");
        assertThat(Times.utcMillis(NOW.plusMillis(7))).isEqualTo("2026-11-28 09:30:00.007");
    }

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-11-28T09:29:30Z",
        "2h, 2026-11-28T07:30:00Z",
        "7d, 2026-11-21T09:30:00Z",
        "1w, 2026-11-21T09:30:00Z",
        "2026-11-28, 2026-11-28T00:00:00Z",
        "2026-11-28T01:02, 2026-11-28T01:02:00Z",
        "2026-11-28T01:02:03+01:00, 2026-11-28T00:02:03Z"
    })
    void times_are_typed_in_many_ways(String typed, Instant time) {
        assertThat(Times.read(typed, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h", "2", "2y", "-2h", "9999999d", "2026-13-01", "yesterday", ""})
    void what_is_no_time_is_none(String typed) {
        assertThat(Times.read(typed, NOW)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 KB", "65536, 66 KB", "2500000000, 2.5 GB"})
    void sizes(long bytes, String words) {
        assertThat(Words.size(bytes)).isEqualTo(words);
    }

    @Test
    void counts_have_their_nouns() {
        assertThat(Words.count(1, "request", "requests")).isEqualTo("1 request");
        assertThat(Words.count(64_900, "request", "requests")).isEqualTo("64,900 requests");
        assertThat(Words.lineOrDash(null)).isEqualTo("–");
        assertThat(Words.lineOrDash("a\nb")).isEqualTo("a\\u000ab");
    }

    @Test
    void a_few_beside_very_many_are_still_seen() {
        Spark spark = Spark.of(List.of(0L, 1L, 1_000_000L));
        assertThat(spark.bars()).extracting(Spark.Bar::height).containsExactly(1, 2, Spark.HEIGHT);
        assertThat(spark.bars().getFirst().isEmpty()).isTrue();
        assertThat(spark.label())
                .isEqualTo("1,000,001 requests in 24 hours, at most 1,000,000 in one, 1,000,000 in the last");
        assertThat(Spark.of(Collections.nCopies(24, 0L)).label())
                .startsWith("0 requests in 24 hours, at most 0 in one");
    }

    @Test
    void a_filter_becomes_an_address_and_a_filter_again() throws BadFilterException {
        Filter filter = new Filter(
                Set.of(State.DEAD, State.UNPROVEN),
                Set.of("a", "b"),
                "action-*",
                NOW.minusSeconds(9),
                NOW,
                List.of("01J000", "evt_1"),
                "a&b=c",
                "ü \"<%");
        String link = FilterQuery.of(filter).link("/requests", "after", "x/y");
        assertThat(link)
                .startsWith("/requests?source=a&source=b&state=dead&state=unproven&")
                .endsWith("&after=x%2Fy");
        Fields fields = new Fields(UrlEncoded.decodeQuery(link.substring(link.indexOf('?') + 1)));
        assertThat(FilterQuery.of(fields, NOW).filter()).isEqualTo(filter);
    }

    @Test
    void what_is_empty_or_unknown_selects_nothing() throws BadFilterException {
        Fields fields = new Fields();
        fields.add("source", " ");
        fields.add("grep", "");
        fields.add("other", "x");
        assertThat(FilterQuery.of(fields, NOW).filter().isAll()).isTrue();
        assertThat(FilterQuery.of(fields, NOW).link("/requests")).isEqualTo("/requests");
        fields.add("until", "soon");
        assertThatThrownBy(() -> FilterQuery.of(fields, NOW))
                .isInstanceOf(BadFilterException.class)
                .hasMessageStartingWith("until: ");
    }
}
