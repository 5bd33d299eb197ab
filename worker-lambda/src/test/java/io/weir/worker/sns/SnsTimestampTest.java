package io.weir.worker.sns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnsTimestampTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-04T12:00:00Z",
                "2026-03-04T12:00:00.0Z",
                "2026-03-04T12:00:00.120Z",
                "2026-03-04T12:00:00.000000001Z",
                "2026-03-04T23:59:59.999999999Z",
                "2024-02-29T00:00:00.000Z",
                "0000-01-01T00:00:00Z"
            })
    void parse_timeInUtc_isThatOfTheJdk(String text) {
        assertThat(SnsTimestamp.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-03-04T12:00:00.Z",
                "2026-03-04T12:00:00.0000000001Z",
                "2026-03-04T12:00:00,000Z",
                "2026-03-04t12:00:00Z",
                "2026-03-04T12:00:00z",
                "2026-03-04T24:00:00Z",
                "2026-03-04T12:00:60Z",
                "2026-00-04T12:00:00Z",
                "2025-02-29T12:00:00Z",
                "+2026-03-04T12:00:00Z",
                "2026-03-04T12:00:00.+12Z",
                "2026-03-04T12:00:00.00٢Z"
            })
    void parse_anythingElse_isNone(String text) {
        assertThat(SnsTimestamp.parse(text)).isNull();
    }
}
