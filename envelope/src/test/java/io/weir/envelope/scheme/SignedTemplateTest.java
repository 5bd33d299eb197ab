package io.weir.envelope.scheme;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedTemplateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{body}|false",
                "{secret}{body}|false",
                "{t}.{body}|false",
                "{body}.{t}|false",
                "v0:{t}:{body}|false",
                "{method}:{body}|false",
                "{t}{body}|true",
                "{t}0{body}|true",
                "{body}{t}|true",
                "{body}:1{t}|true",
                "{url}{body}|true",
                "{body}{url}|true",
                "{url}{form}|true",
                "{header:webhook-id}.{t}.{body}|true",
                "{header:a}{header:b}{body}|true"
            })
    void isAmbiguous_partsThatCouldBeCutElsewhere_areTold(String template, boolean ambiguous) {
        assertThat(SignedTemplate.parse(new ConfigValue("signed", template)).isAmbiguous())
                .isEqualTo(ambiguous);
    }
}
