package io.weir.worker.action.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$1,234.56|1234.56 USD",
                "$0.10|0.10 USD",
                "-$3|-3 USD",
                "$-3|-3 USD",
                "$1,234,567.89 USD|1234567.89 USD",
                "1,234.56 EUR|1234.56 EUR",
                "100 GB|100 GB",
                "0.5 GB-Mo|0.5 GB-Mo",
                "80.00%|80.00%",
                "12|12",
                "9007199254740993|9007199254740993"
            })
    void parse_knownForm_isExact(String text, String expected) {
        assertThat(Amount.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "about $5", "$", "1,23", "$1.2.3", "--5", "$5 EUR", "1e9", "€5", "$1,2345", "٣"})
    void parse_unknownForm_isNull(String text) {
        assertThat(Amount.parse(text)).isNull();
    }
}
