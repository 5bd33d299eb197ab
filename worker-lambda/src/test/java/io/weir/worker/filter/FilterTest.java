package io.weir.worker.filter;

import static io.weir.worker.filter.Filters.event;
import static io.weir.worker.filter.Filters.wants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Event;
import io.weir.action.SnsMessage;
import io.weir.config.ConfigurationException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pattern sees of an event, and which patterns are refused. */
class FilterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"a\"}|no event pattern: \"type\" must be an object or an array",
                "{\"type\": []}|no event pattern: Empty arrays are not allowed",
                "{\"body\": {}}|no event pattern: Empty objects are not allowed",
                "{\"body\": {\"a\": [{\"prefx\": \"x\"}]}}|no event pattern: Unrecognized match type prefx",
                "{\"body\": {\"a\": [{\"cidr\": \"x\"}]}}|no event pattern: Malformed CIDR, one '/' required",
                "{\"body\": {\"a\": [{\"wildcard\": \"**\"}]}}|no event pattern: Consecutive wildcard characters at pos 1",
                "{\"$or\": [{\"type\": [\"a\"]}]}|no event pattern: There must have at least 2 Objects in $or relationship.",
                "{}|expected a pattern that names something, such as {\"type\": [\"invoice.paid\"]}",
                "{\"headers\": {\"X-A\": [\"1\"]}}|expected headers by lower-case name, not headers.X-A",
                "{\"body\": {\"a\": [1e999]}}|expected numbers that a double has, or whole ones",
                "{\"body\": {\"a\": [{\"numeric\": [\">\", 0.12345678901234567890]}]}}|expected numbers that a double has, or whole ones"
            })
    void of_noPattern_namesItsPathAndWhatIsWrong(String pattern, String error) {
        assertThatThrownBy(() -> Filters.of(pattern))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("sources /s/actions/0/email/when: " + error);
    }

    /** Such a pattern would let nothing through, and nobody would be told. */
    @ParameterizedTest
    @ValueSource(strings = {"detail", "Type", "headers", "sns", "bodi"})
    void of_fieldThatNoEventHas_isRefused(String name) {
        assertThatThrownBy(() -> Filters.of("{\"" + name + "\": [\"x\"]}"))
                .hasMessageContaining("expected a pattern over source, type, id, headers, body")
                .hasMessageEndingWith(name + " is none of them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"source\": [\"shop\"]}|true",
                "{\"source\": [\"shops\"]}|false",
                "{\"type\": [\"invoice.void\", \"invoice.paid\"]}|true",
                "{\"type\": [{\"prefix\": \"invoice.\"}], \"id\": [{\"anything-but\": \"e-2\"}]}|true",
                "{\"type\": [{\"prefix\": \"invoice.\"}], \"id\": [{\"anything-but\": \"e-1\"}]}|false",
                "{\"headers\": {\"x-a\": [\"1\"]}}|true",
                "{\"headers\": {\"x-a\": [1]}}|false",
                "{\"headers\": {\"x-b\": [{\"exists\": false}]}}|true",
                "{\"body\": {\"amount\": [{\"numeric\": [\">\", 100]}]}}|true",
                "{\"body\": {\"amount\": [{\"numeric\": [\">\", 100.5]}]}}|false",
                "{\"body\": {\"amount\": [100.5]}}|true",
                "{\"body\": {\"amount\": [\"100.50\"]}}|false",
                "{\"body\": {\"text\": [{\"numeric\": [\">\", 1]}]}}|false",
                "{\"body\": {\"big\": [12345678901234567]}}|true",
                "{\"body\": {\"big\": [12345678901234568]}}|false",
                "{\"body\": {\"lines\": {\"sku\": [\"b\"], \"n\": [2]}}}|true",
                "{\"body\": {\"lines\": {\"sku\": [\"b\"], \"n\": [1]}}}|false",
                "{\"body\": {\"none\": [null]}}|true",
                "{\"body\": {\"empty\": [{\"exists\": false}]}}|true",
                "{\"sns\": {\"topicArn\": [{\"exists\": false}]}}|true",
                "{\"$or\": [{\"type\": [\"x\"]}, {\"body\": {\"text\": [{\"suffix\": \"0\"}]}}]}|true"
            })
    void wants_pattern_isOverTheWholeEvent(String pattern, boolean wanted) throws Exception {
        Event event = event().headers(Map.of("x-a", "1")).body("""
                {"amount": 100.50, "text": "200", "big": 12345678901234567, "none": null, "empty": [],
                 "lines": [{"sku": "a", "n": 1}, {"sku": "b", "n": 2}]}
                """).build();
        assertThat(Filters.of(pattern).wants(event)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "amount=1", "{\"amount\": 1", "{\"amount\": 1} x", "{\"amount\": 01}", "\u00ff"})
    void wants_bodyThatIsNoJson_isNotThere(String body) throws Exception {
        assertThat(wants("{\"body\": {\"amount\": [1]}}", body)).isFalse();
        assertThat(wants("{\"body\": [{\"exists\": true}]}", body)).isFalse();
        assertThat(wants("{\"body\": {\"amount\": [{\"exists\": false}]}}", body))
                .isTrue();
        assertThat(wants("{\"body\": [{\"exists\": false}]}", body)).isTrue();
        assertThat(wants("{\"type\": [\"invoice.paid\"]}", body)).isTrue();
    }

    @Test
    void wants_eventWithoutType_hasNone() throws Exception {
        Event event = event().type("").build();
        assertThat(Filters.of("{\"type\": [{\"exists\": false}]}").wants(event)).isTrue();
        assertThat(Filters.of("{\"type\": [\"\"]}").wants(event)).isFalse();
    }

    @Test
    void wants_snsMessage_isSeenByItsFieldsAndByItsJson() throws Exception {
        SnsMessage sns = SnsMessage.builder()
                .messageId("m")
                .topicArn("arn:aws:sns:eu-central-1:123456789012:orders")
                .message("{\"n\": 1}")
                .timestamp(Instant.EPOCH)
                .build();
        Event event = event().sns(sns).body(sns.message()).build();
        assertThat(Filters.of("{\"sns\": {\"topicArn\": [{\"suffix\": \":orders\"}]}, \"body\": {\"n\": [1]}}")
                        .wants(event))
                .isTrue();
        assertThat(Filters.of("{\"sns\": {\"message\": [{\"wildcard\": \"*n*\"}], \"subject\": [{\"exists\": false}]}}")
                        .wants(event))
                .isTrue();
        assertThat(Filters.of("{\"sns\": {\"subject\": [{\"exists\": true}]}}").wants(event))
                .isFalse();
    }

    /** What is not asked for cannot stand in the way. */
    @Test
    void wants_patternThatDoesNotLookAtTheBody_doesNotReadIt() throws Exception {
        assertThat(wants("{\"type\": [\"invoice.paid\"]}", "[".repeat(5000))).isTrue();
        assertThat(wants(
                        "{\"body\": {\"a\": [1]}}",
                        "{\"b\": 1, \"b\": 2, \"c\": \"" + "x".repeat(3_000_000) + "\", \"a\": 1}"))
                .isTrue();
    }
}
