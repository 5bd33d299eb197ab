package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigValueTest {
    @Test
    void durationOrZero_durationOrNone_isTaken() {
        assertThat(new ConfigValue("/for", "PT0S").durationOrZero()).isZero();
        assertThat(new ConfigValue("/for", "P14D").durationOrZero()).isEqualTo(Duration.ofDays(14));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"-PT1S", "PT0S ", "0", "1h"})
    void durationOrZero_anythingElse_saysWhatWasExpectedAndWhere(String text) {
        ConfigValue value = new ConfigValue("/for", text);
        assertThatThrownBy(value::durationOrZero)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/for: expected");
    }

    @Test
    void durationOrZero_noDuration_namesZeroAsAnExample() {
        assertThatThrownBy(() -> new ConfigValue("/for", "1h").durationOrZero())
                .hasMessage("/for: expected an ISO-8601 duration such as PT5M, or PT0S");
        assertThatThrownBy(() -> new ConfigValue("/for", BigDecimal.ZERO).durationOrZero())
                .isInstanceOf(ConfigurationException.class);
    }
}
