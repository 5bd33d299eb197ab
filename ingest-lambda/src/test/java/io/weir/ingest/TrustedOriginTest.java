package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.envelope.Sha256;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedOriginTest {
    private static final String SECRET = "a secret that CloudFront knows";
    private static final String NEXT = "the secret that comes next";

    private final TestHandler test = new TestHandler();

    private static String sha256(String text) {
        return Sha256.hex(text.getBytes(UTF_8));
    }

    private static TrustedOrigin origin() {
        return TrustedOrigin.parse(
                "WEIR_TRUSTED_ORIGIN",
                "{\"header\":\"x-origin\",\"sha256\":[\"" + sha256(SECRET) + "\",\"" + sha256(NEXT)
                        + "\"],\"address\":\"cloudfront-viewer-address\"}");
    }

    private Map<?, ?> handle(Event event) throws Exception {
        return TestHandler.handle(test.builder().origin(origin()).build(), event.bytes());
    }

    private static Event event(String path, String secret) {
        Event event = new Event(path);
        if (secret != null) {
            event.headers.put("X-Origin", secret);
        }
        return event;
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "a secret that CloudFront know", SECRET + "," + SECRET, "A SECRET THAT CLOUDFRONT KNOWS"})
    void handle_withoutTheSecret_is403ForAnySourceOrNone(String secret) throws Exception {
        for (String path : new String[] {"/github", "/nobody", "/"}) {
            assertThat(handle(event(path, secret)).get("statusCode")).hasToString("403");
        }
        assertThat(test.queued).isEmpty();
        assertThat(test.log.toString(UTF_8)).contains("\"reason\":\"origin\"").doesNotContain("\"Status\":\"404\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, NEXT})
    void handle_withEitherSecret_isAcceptedAndTheSecretGoesNoFurther(String secret) throws Exception {
        assertThat(handle(event("/github", secret)).get("statusCode")).hasToString("200");
        assertThat(test.queued.getFirst().open().headers())
                .containsKey("x-hub-signature-256")
                .doesNotContainKey("x-origin");
        assertThat(test.queued.getFirst().toString()).doesNotContain(secret);
    }

    @Test
    void handle_unknownSource_is404ForTheOrigin() throws Exception {
        assertThat(handle(event("/nobody", SECRET)).get("statusCode")).hasToString("404");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9:46532, 200",
        "2001:db8::1:46532, 200",
        "203.0.113.9, 403",
        "198.51.100.1:46532, 403",
        "'', 403",
        "'203.0.113.9:1,198.51.100.1:2', 403",
        "'198.51.100.1:2,203.0.113.9:1', 403",
    })
    void handle_allowList_isAskedForTheViewersAddress(String address, String status) throws Exception {
        Event event = event("/fenced", SECRET);
        event.http.put("sourceIp", "203.0.113.200"); // the origin's own is on the list
        event.headers.put("CloudFront-Viewer-Address", address);
        assertThat(handle(event).get("statusCode")).hasToString(status);
    }

    @Test
    void handle_viewersAddressWithoutTheSecret_isNotBelieved() throws Exception {
        Event event = event("/fenced", null);
        event.headers.put("cloudfront-viewer-address", "203.0.113.9:46532");
        assertThat(handle(event).get("statusCode")).hasToString("403");
    }

    @Test
    void handle_originThatSaysNoAddress_isFencedItself() throws Exception {
        TrustedOrigin silent =
                TrustedOrigin.parse("X", "{\"header\":\"x-origin\",\"sha256\":[\"" + sha256(SECRET) + "\"]}");
        IngestHandler handler = test.builder().origin(silent).build();
        Event event = event("/fenced", SECRET);
        event.headers.put("cloudfront-viewer-address", "203.0.113.9:46532");
        assertThat(TestHandler.handle(handler, event.bytes()).get("statusCode")).hasToString("403");
        event.http.put("sourceIp", "203.0.113.9");
        assertThat(TestHandler.handle(handler, event.bytes()).get("statusCode")).hasToString("200");
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, 200", "2001:db8::1:4, 200", "203.0.113.9:46532, 403", "'203.0.113.9,203.0.113.9', 403"})
    void handle_headerOfAnotherOrigin_holdsTheAddressAlone(String address, String status) throws Exception {
        TrustedOrigin other = TrustedOrigin.parse(
                "X",
                "{\"header\":\"x-origin\",\"sha256\":[\"" + sha256(SECRET) + "\"],\"address\":\"true-client-ip\"}");
        Event event = event("/fenced", SECRET);
        event.headers.put("True-Client-Ip", address);
        assertThat(TestHandler.handle(test.builder().origin(other).build(), event.bytes())
                        .get("statusCode"))
                .hasToString(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | X : expected an object",
                "{ | X: expected a JSON object",
                "{\"header\":\"X-Origin\"} | X /header: expected a header's name in lower case",
                "{\"header\":\"x\"} | X /sha256: expected one digest, or two",
                "{\"header\":\"x\",\"sha256\":[\"secret\"]} | X /sha256/0: expected 64 lower-case hex digits",
                "{\"header\":\"x\",\"sha-256\":[]} | X : unknown member",
                "{\"header\":\"x\",\"sha256\":[\"SHA\"],\"address\":7} | X /address: expected",
            })
    void parse_wrongConfiguration_saysWhereAndNeverTheValue(String text, String message) {
        assertThatThrownBy(() -> TrustedOrigin.parse("X", text.replace("SHA", sha256(SECRET))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message.strip());
    }
}
