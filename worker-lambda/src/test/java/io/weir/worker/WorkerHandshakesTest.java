package io.weir.worker;

import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A handshake that the door keeps tells the operator a secret: it lies among the samples, and is never an event. */
class WorkerHandshakesTest extends WorkerFixture {
    private static ReceivedRequest request(String source, Map<String, String> headers, String body) {
        return new ReceivedRequest(
                source, NOW, "POST", "https://hooks.example/" + source, headers, body.getBytes(UTF_8));
    }

    private void handle(String id, ReceivedRequest request) {
        Source source = Objects.requireNonNull(SOURCES.find(request.source()));
        assertThat(handle(record(id, QueueMessage.of(request, source.scheme().declaredHeaders()))))
                .isEmpty();
    }

    private static ReceivedRequest signed(String body) {
        return request("notion", signed("notion", Map.of(), "secret", body.getBytes(UTF_8), NOW), body);
    }

    private String kept(String prefix) {
        return bucket.objects().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> new String(entry.getValue().bytes(), UTF_8))
                .reduce("", String::concat);
    }

    @Test
    void secretInAHeader_isShownInItsSampleAndNoOtherHeaderIs() {
        handle("a", request("asana", Map.of("x-hook-secret", "b537207f", "x-api-key", "hidden"), ""));
        assertThat(kept("rejected/asana/"))
                .contains("\"reason\":\"handshake\"")
                .contains("\"x-hook-secret\":\"b537207f\"")
                .doesNotContain("hidden");
        assertThat(kept("archive/")).isEmpty();
        assertThat(log()).contains("handshake").doesNotContain("b537207f");
    }

    @Test
    void secretInTheBody_isShownInItsSample() {
        handle("n", request("notion", Map.of(), "{\"verification_token\":\"secret_tMrl\"}"));
        assertThat(kept("rejected/notion/"))
                .contains("\"reason\":\"handshake\"")
                .contains("secret_tMrl");
        assertThat(kept("archive/")).isEmpty();
    }

    @Test
    void handshakeThatIsSigned_isNoEventEither() {
        handle("s", signed("{\"verification_token\":\"secret_tMrl\"}"));
        assertThat(kept("archive/")).isEmpty();
        assertThat(kept("rejected/notion/")).contains("\"reason\":\"handshake\"");
    }

    @Test
    void forgedEvent_showsNoHeaderThatAHandshakeWould() {
        Map<String, String> headers = Map.of("x-hook-secret", "b537207f", "x-hook-signature", "00".repeat(32));
        handle("f", request("asana", headers, "{}"));
        assertThat(kept("rejected/asana/")).contains("\"reason\":\"signature\"").doesNotContain("b537207f");
    }

    @Test
    void genuineEventThatSpeaksOfAHandshake_isAnEvent() {
        String body = "{\"id\":\"1\",\"type\":\"page.created\",\"verification_token\":\"x\"}";
        handle("g", signed(body));
        assertThat(kept("archive/notion/")).contains("page.created");
    }
}
