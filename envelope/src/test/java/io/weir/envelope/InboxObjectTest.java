package io.weir.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the inbox is opened as it came, written whole or in parts. */
class InboxObjectTest {
    private static final Map<String, String> HEADERS = Map.of("x-a", "1", "x-hub-signature-256", "sha256=00");

    private static ReceivedRequest request(byte[] body) {
        return new ReceivedRequest(
                "github",
                Instant.parse("2026-03-04T12:00:00.123Z"),
                "POST",
                "https://door.example/github?a=b",
                HEADERS,
                body,
                "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    }

    private static byte[] inParts(byte[] body) {
        byte[] head = InboxObject.head(request(new byte[0]), List.of("x-hub-signature-256"));
        byte[] object = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, object, head.length, body.length);
        return object;
    }

    @Property(tries = 200)
    void open_anyBody_isAsItCameBothWays(@ForAll byte[] body) throws Exception {
        QueueMessage message = QueueMessage.of(request(body), List.of("x-hub-signature-256"));
        assertThat(InboxObject.parse(InboxObject.write(message)).open()).isEqualTo(request(body));
        assertThat(InboxObject.parse(inParts(body)).open()).isEqualTo(request(body));
        assertThat(InboxObject.read(inParts(body))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "{}", "[]\nbody", "{\"a\":\nbody", "null\nbody"})
    void parse_whatIsNoObject_saysSo(String object) {
        assertThatThrownBy(() -> InboxObject.parse(object.getBytes(UTF_8)).open())
                .isInstanceOf(MalformedEnvelopeException.class);
    }

    @Test
    void open_messageOfTheQueueThatClaimsBytes_isMalformed() {
        QueueMessage message = QueueMessage.of(request("x".getBytes(UTF_8)), List.of());
        Map<String, String> claimed = new HashMap<>(message.attributes());
        claimed.put(Attributes.ENCODING, Attributes.BYTES);
        assertThatThrownBy(() -> new QueueMessage("x", claimed).open())
                .isInstanceOf(MalformedEnvelopeException.class)
                .hasMessageContaining("encoding");
    }
}
