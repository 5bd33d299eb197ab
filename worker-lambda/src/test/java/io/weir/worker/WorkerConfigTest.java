package io.weir.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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

    private static final String MAILED = "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"actions\":[\"email\"]}}";

    @Test
    void read_complete_hasDefaults() {
        WorkerConfig config = read(COMPLETE);
        assertThat(config.maxReceiveCount()).isEqualTo(100);
        assertThat(config.mail()).isNull();
        assertThat(config.version()).isEqualTo("local");
        assertThat(config.metricsNamespace()).isEqualTo("Weir");
        assertThat(read(with("WEIR_METRICS_NAMESPACE", "Weir/a")).metricsNamespace())
                .isEqualTo("Weir/a");
    }

    @Test
    void read_mail_isAListOfRecipients() {
        Map<String, String> environment = with("WEIR_MAIL_FROM", "a@example.com");
        environment.put("WEIR_MAIL_TO", "b@example.com, c@example.com,");
        assertThat(read(environment).mail())
                .isEqualTo(new Mail.Ses("a@example.com", List.of("b@example.com", "c@example.com")));
    }

    @Test
    void read_topic_isTheOtherWayToMail() {
        String topic = "arn:aws:sns:eu-central-1:123456789012:weir-mail";
        Map<String, String> environment = with("WEIR_MAIL_TOPIC", topic);
        environment.put("WEIR_SOURCES", MAILED);
        assertThat(read(environment).mail()).isEqualTo(new Mail.Sns(topic));
        environment.put("WEIR_MAIL_TO", "b@example.com");
        assertThatThrownBy(() -> read(environment))
                .hasMessage("WEIR_MAIL_TOPIC: expected neither WEIR_MAIL_FROM nor WEIR_MAIL_TO beside it");
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
        assertThatThrownBy(() -> read(with("WEIR_SOURCES", MAILED)))
                .hasMessage("WEIR_MAIL_FROM and WEIR_MAIL_TO, or WEIR_MAIL_TOPIC: expected, since the source s has the"
                        + " action email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "x", "1.5"})
    void read_receiveCountOutOfBounds_isRefused(String count) {
        assertThatThrownBy(() -> read(with("WEIR_MAX_RECEIVE_COUNT", count)))
                .hasMessage("WEIR_MAX_RECEIVE_COUNT: expected a whole number from 1 to 1000");
    }

    @Test
    void read_retriesForLongerThanTheQueueKeepsAMessage_namesTheSource() {
        String sources = "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"retry\":{\"for\":\"P5D\"}}}";
        assertThatThrownBy(() -> read(with("WEIR_SOURCES", sources)))
                .hasMessage("WEIR_SOURCES /s: expected retry/for of at most PT96H, for which the queue keeps a message"
                        + " (WEIR_QUEUE_RETENTION)");
        Map<String, String> environment = with("WEIR_SOURCES", sources.replace("P5D", "P4D"));
        assertThat(read(environment).sources().all()).hasSize(1);
        environment.put("WEIR_SOURCES", sources);
        environment.put("WEIR_QUEUE_RETENTION", "P14D");
        assertThat(read(environment).retention()).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void read_moreAttemptsThanReceives_saysHowManyAreNeeded() {
        assertThatThrownBy(() -> read(with("WEIR_MAX_RECEIVE_COUNT", "30")))
                .hasMessageMatching(
                        "WEIR_MAX_RECEIVE_COUNT: expected more than [0-9]+, since a record can be tried so often"
                                + " in PT24H \\(retry/for\\)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WEIR_RETRY_URL", "WEIR_RETRY_UNPROVEN_URL"})
    void read_oneSlowLaneOfTwo_isRefused(String name) {
        assertThatThrownBy(() -> read(with(name, "lane")))
                .hasMessage("WEIR_RETRY_URL and WEIR_RETRY_UNPROVEN_URL: expected both or none");
    }
}
