package io.weir.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerConfigTest {
    private static final Map<String, String> COMPLETE = Map.of(
            "WEIR_SOURCES", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}",
            "WEIR_QUEUE_URL", "q",
            "WEIR_DLQ_URL", "d",
            "WEIR_BUCKET", "b");

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put(name, value);
        return environment;
    }

    private static WorkerConfig read(Map<String, String> environment) {
        return WorkerConfig.read(new Environment(environment));
    }

    @Test
    void read_complete_hasDefaults() {
        WorkerConfig config = read(COMPLETE);
        assertThat(config.maxReceiveCount()).isEqualTo(5);
        assertThat(config.mailFrom()).isNull();
        assertThat(config.version()).isEqualTo("local");
        assertThat(config.metricsNamespace()).isEqualTo("Weir");
        assertThat(read(with("WEIR_METRICS_NAMESPACE", "Weir/a")).metricsNamespace())
                .isEqualTo("Weir/a");
    }

    @Test
    void read_mail_isAListOfRecipients() {
        Map<String, String> environment = with("WEIR_MAIL_FROM", "a@example.com");
        environment.put("WEIR_MAIL_TO", "b@example.com, c@example.com,");
        assertThat(read(environment).mailTo()).containsExactly("b@example.com", "c@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WEIR_SOURCES", "WEIR_QUEUE_URL", "WEIR_DLQ_URL", "WEIR_BUCKET"})
    void read_variableMissing_isNamed(String name) {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.remove(name);
        assertThatThrownBy(() -> read(environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(name + ": expected a value, it is not set");
    }

    @ParameterizedTest
    @CsvSource({"WEIR_MAIL_FROM, a@example.com", "WEIR_MAIL_TO, a@example.com"})
    void read_halfOfTheMail_isRefused(String name, String value) {
        assertThatThrownBy(() -> read(with(name, value)))
                .hasMessage("WEIR_MAIL_FROM and WEIR_MAIL_TO: expected both or none");
    }

    @Test
    void read_emailWithoutMail_namesTheSource() {
        String sources = "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"actions\":[\"email\"]}}";
        assertThatThrownBy(() -> read(with("WEIR_SOURCES", sources)))
                .hasMessage("WEIR_MAIL_FROM and WEIR_MAIL_TO: expected both, since the source s has the action email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "x", "1.5"})
    void read_receiveCountOutOfBounds_isRefused(String count) {
        assertThatThrownBy(() -> read(with("WEIR_MAX_RECEIVE_COUNT", count)))
                .hasMessage("WEIR_MAX_RECEIVE_COUNT: expected a whole number from 1 to 1000");
    }
}
