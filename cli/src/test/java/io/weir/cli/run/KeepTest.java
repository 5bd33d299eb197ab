package io.weir.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.local.ledger.Pruning;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepTest {
    @Test
    void limits_withoutTheOption_areADayAndAGibibyte() {
        assertThat(Keep.limits(null)).isEqualTo(Pruning.Limits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "90m           | PT90M | 1073741824",
                "2GiB          | PT24H | 2147483648",
                "3d,500MB      | PT72H | 524288000",
                "500mib, 12h   | PT12H | 524288000",
                "0h            | PT0S  | 1073741824",
            })
    void limits_timeAndSize_inAnyOrder(String option, Duration time, long bytes) {
        Pruning.Limits limits = Keep.limits(option);
        assertThat(limits.bodiesFor()).isEqualTo(time);
        assertThat(limits.bodyBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "24", "24 hours", "1GiB;24h", "-1h", "9999999h", "24h,,1GiB"})
    void limits_anythingElse_saysWhatIsExpected(String option) {
        assertThatThrownBy(() -> Keep.limits(option))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--keep")
                .hasMessageContaining("24h,1GiB");
    }
}
