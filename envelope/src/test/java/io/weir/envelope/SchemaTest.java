package io.weir.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages as the version before laid them, as this one does, and as a later one may. While a deployment changes its versions, each
 * worker meets those of the other: whoever changes the form raises its number, records a message of this version, and lets the
 * worker read both for a release before the door writes the new one.
 */
class SchemaTest {
    private static final List<String> DECLARED = List.of("x-hmac", "x-topic", "x-time", "x-id");
    private static final String URL = "https://door/shop?a=b%20c";

    private static QueueMessage recorded(String name) throws Exception {
        try (InputStream file = SchemaTest.class.getResourceAsStream("recorded/" + name)) {
            return InboxObject.read(file.readAllBytes());
        }
    }

    private static ReceivedRequest request(Map<String, String> headers, byte[] body) {
        return new ReceivedRequest("shop", Instant.parse("2026-03-04T12:00:00.120Z"), "POST", URL, headers, body)
                .withId("01KJWBG7KVH0KC0EH6CBJYK0ES");
    }

    private static ReceivedRequest plain() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-hmac", "a1");
        headers.put("content-type", "application/json");
        headers.put("x-\u00e9", "\u20ac");
        return request(headers, "{\"order\": 7}\n".getBytes(UTF_8));
    }

    private static ReceivedRequest ofFourHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-hmac", "a1");
        headers.put("x-topic", "t");
        headers.put("x-time", "3");
        headers.put("x-id", "4");
        return request(headers, "x".getBytes(UTF_8));
    }

    @Test
    void open_messageOfTheVersionBefore_isTheRequest() throws Exception {
        assertThat(recorded("before").open()).isEqualTo(plain());
        assertThat(recorded("before-base64").open())
                .isEqualTo(request(
                        Map.of("x-hmac", "a1", "content-type", "application/octet-stream"),
                        new byte[] {0, (byte) 0xFF}));
        assertThat(recorded("before-empty").open()).isEqualTo(request(Map.of(), new byte[0]));
        assertThat(recorded("before-four-headers").open()).isEqualTo(ofFourHeaders());
    }

    /** What this version writes is what was recorded of it: a change of the form is seen here first. */
    @Test
    void of_request_isLaidAsRecorded() throws Exception {
        assertThat(QueueMessage.of(plain(), DECLARED)).isEqualTo(recorded("now"));
        assertThat(QueueMessage.of(ofFourHeaders(), DECLARED)).isEqualTo(recorded("now-four-headers"));
        assertThat(recorded("now").open()).isEqualTo(plain());
        assertThat(recorded("now-four-headers").open()).isEqualTo(ofFourHeaders());
    }

    /** SQS takes 10, and the worker adds one when it sets a message aside. */
    @Test
    void of_requestThatNeedsEveryAttribute_leavesRoomForOne() {
        Map<String, String> headers = new HashMap<>(ofFourHeaders().headers());
        headers.put("content-type", "x");
        QueueMessage message = QueueMessage.of(request(headers, new byte[] {0}), DECLARED);
        assertThat(message.attributes()).hasSize(9).containsKeys("encoding", "headers", "weir-schema");
    }

    @Test
    void open_messageOfALaterVersion_saysThatAndNotWhatIsMissing() throws Exception {
        QueueMessage after = recorded("after");
        assertThatThrownBy(after::open)
                .isInstanceOf(NewerSchemaException.class)
                .hasMessage("its schema is 2, and this version reads at most 1");
        Map<String, String> encoded = new HashMap<>(after.attributes());
        encoded.put("encoding", "zstd");
        assertThatThrownBy(() -> new QueueMessage("(", encoded).open()).isInstanceOf(NewerSchemaException.class);
        Map<String, String> bare = Map.of("source", "shop", "weir-schema", "999999999");
        assertThatThrownBy(() -> Delivery.open("x", bare)).isInstanceOf(NewerSchemaException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "01", "1.0", "two", "9999999999"})
    void open_schemaThatIsNoNumber_isMalformed(String schema) throws Exception {
        Map<String, String> attributes = new HashMap<>(recorded("now").attributes());
        attributes.put("weir-schema", schema);
        assertThatThrownBy(() -> new QueueMessage("x", attributes).open())
                .isInstanceOf(MalformedEnvelopeException.class)
                .isNotInstanceOf(NewerSchemaException.class)
                .hasMessageContaining("weir-schema");
    }

    /** A header of that name is its sender's word, wherever it is declared. */
    @Test
    void of_headerOfThatName_isAHeader() throws Exception {
        ReceivedRequest request = request(Map.of("weir-schema", "7"), new byte[1]);
        QueueMessage message = QueueMessage.of(request, List.of("weir-schema"));
        assertThat(message.attributes()).containsEntry("weir-schema", "1");
        assertThat(message.open()).isEqualTo(request);
    }
}
