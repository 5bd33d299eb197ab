package io.weir.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhenTest {
    private static final Instant NOW = Instant.parse("2026-03-06T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-03-06T11:58:30Z",
        "5m, 2026-03-06T11:55:00Z",
        "2h, 2026-03-06T10:00:00Z",
        "3d, 2026-03-03T12:00:00Z",
        "1w, 2026-02-27T12:00:00Z",
        "0s, 2026-03-06T12:00:00Z",
        "2026-03-01, 2026-03-01T00:00:00Z",
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z",
        "2026-03-01T10:00:00.123Z, 2026-03-01T10:00:00.123Z",
        "2026-03-01T10:00:00+02:00, 2026-03-01T08:00:00Z"
    })
    void parse_ofATime_isIt(String text, Instant expected) {
        assertThat(When.parse(text, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "h",
                "-2h",
                "2 h",
                "2y",
                "12345678s",
                "tomorrow",
                "2026-02-30",
                "2026-3-1",
                "2026-03-01T10:00:00",
                "1e3s"
            })
    void parse_ofNoTime_saysWhatIsExpected(String text) {
        assertThatThrownBy(() -> When.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a time such as 2h");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "2199, 2.1 s",
        "119999, 119.9 s",
        "120000, 2 min",
        "7200000, 120 min"
    })
    void took_isInAUnitThatSuits(long millis, String expected) {
        assertThat(When.took(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-5, 0 s", "119, 119 s", "120, 2 min", "7199, 119 min", "7200, 2 h", "172799, 47 h", "172800, 2 d"})
    void age_isInItsLargestUnit(long seconds, String expected) {
        assertThat(When.age(NOW.minusSeconds(seconds), NOW)).isEqualTo(expected);
    }

    @Test
    void whatIsNotThere_isADash() {
        assertThat(When.age(null, NOW)).isEqualTo("-");
        assertThat(When.moment(null)).isEqualTo("-");
        assertThat(When.moment(NOW)).isEqualTo("2026-03-06 12:00:00");
        assertThat(When.clock(NOW)).isEqualTo("12:00:00");
    }
}
