package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Sources;
import io.weir.ingest.event.HttpEvent;
import io.weir.ingest.secret.Proofs;
import io.weir.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakesTest {
    /** {@code printf %s open-sesame | sha256sum}. */
    private static final String TOKEN_SHA256 = "d7ecdf25eaf3deba0f2628771dbdd22d4138ab6cf38f91ed02a2ca0dec7c8ab7";

    private static final Sources SOURCES = Sources.parse("test", """
            {"slack": {"scheme": "slack", "secret": "env:X"},
             "github": {"scheme": "github", "secret": "env:X"},
             "fenced": {"scheme": "slack", "secret": "env:X", "allow": ["203.0.113.0/24"]},
             "meta": {"scheme": "github", "secret": "env:X", "handshake": {"meta": {"verifyTokenSha256": "%s"}}},
             "grid": {"scheme": "github", "secret": "env:X",
                      "handshake": {"cloudevents": {"origins": ["eventgrid.azure.net"], "rate": 120}}},
             "any": {"scheme": "github", "secret": "env:X", "handshake": {"cloudevents": {"origins": ["a.example"]}}}}
            """.formatted(TOKEN_SHA256));

    private final List<Object> queued = new ArrayList<>();
    private final Door door = new Door(
            SOURCES,
            (message, group, trace) -> queued.add(message),
            null,
            null,
            null,
            new Proofs(
                    SOURCES,
                    (reference, fresh) -> {
                        throw new AssertionError("no secret is needed");
                    },
                    Clock.systemUTC()),
            Clock.systemUTC(),
            Duration.ofSeconds(1));

    private Map<?, ?> answer(String method, String source, String query, Map<String, String> headers, String body)
            throws Exception {
        HttpEvent event = HttpEvent.builder()
                .method(method)
                .path("/" + source)
                .query(query)
                .headers(headers)
                .sourceIp("198.51.100.1")
                .domainName("door")
                .body(body.getBytes(UTF_8))
                .build();
        return (Map<?, ?>) Json.read(door.answer(door.look(event), event, null).bytes());
    }

    private Map<?, ?> slack(String body) throws Exception {
        return answer("POST", "slack", "", Map.of(), body);
    }

    private Map<?, ?> meta(String query) throws Exception {
        return answer("GET", "meta", query, Map.of(), "");
    }

    private static void assertEchoed(Map<?, ?> answer, String text) {
        assertThat(answer.get("statusCode")).hasToString("200");
        assertThat(answer.get("body")).isEqualTo(text);
        assertThat(((Map<?, ?>) answer.get("headers")).get("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(((Map<?, ?>) answer.get("headers")).get("x-content-type-options"))
                .isEqualTo("nosniff");
    }

    private static void assertStatus(Map<?, ?> answer, int status) {
        assertThat(answer.get("statusCode")).hasToString(Integer.toString(status));
    }

    @Test
    void slack_urlVerification_isEchoedAsTextAndNotQueued() throws Exception {
        assertEchoed(
                slack(
                        "{\"token\":\"Jhj5dZrVaK7ZwHHjRyZWjbDl\",\"challenge\":\"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7"
                                + "tYXAYM8P\",\"type\":\"url_verification\"}"),
                "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
        assertThat(queued).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"url_verification\",\"challenge\":\"<script>\"}",
                "{\"type\":\"url_verification\",\"challenge\":\"\"}",
                "{\"type\":\"url_verification\",\"challenge\":1}",
                "{\"type\":\"url_verification\"}",
                "{\"type\":\"event\",\"challenge\":\"x\",\"text\":\"url_verification\"}",
                "{\"type\":\"url_verification\",\"challenge\":\"x\"} trailing",
                "url_verification"
            })
    void slack_anythingElse_isAnEventThatMustBeSigned(String body) throws Exception {
        assertStatus(slack(body), 400);
    }

    @Test
    void slack_challengeOverTheLimit_isNotEchoed() throws Exception {
        assertStatus(slack("{\"type\":\"url_verification\",\"challenge\":\"" + "x".repeat(513) + "\"}"), 400);
        assertStatus(
                slack("{\"type\":\"url_verification\",\"challenge\":\"x\",\"pad\":\"" + "x".repeat(5000) + "\"}"), 400);
    }

    @Test
    void slack_sourceWithoutTheHandshake_echoesNothing() throws Exception {
        String body = "{\"type\":\"url_verification\",\"challenge\":\"x\"}";
        assertStatus(answer("POST", "github", "", Map.of(), body), 400);
    }

    @Test
    void handshake_fromAnAddressThatIsNotAllowed_isForbidden() throws Exception {
        String body = "{\"type\":\"url_verification\",\"challenge\":\"x\"}";
        assertStatus(answer("POST", "fenced", "", Map.of("x-forwarded-for", "203.0.113.1"), body), 403);
    }

    @Test
    void meta_ourToken_isAnsweredWithTheChallenge() throws Exception {
        assertEchoed(meta("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=open-sesame"), "1158201444");
        assertEchoed(meta("hub%2Emode=subscribe&hub.challenge=1&hub.verify_token=open%2Dsesame"), "1");
        assertThat(queued).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong",
                "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
                "hub.mode=subscribe&hub.challenge=1&hub.verify_token=open-sesame&hub.verify_token=open-sesame",
                "hub.mode=subscribe&hub.challenge=%3Cscript%3E&hub.verify_token=open-sesame",
                "hub.mode=subscribe&hub.challenge=%&hub.verify_token=open-sesame"
            })
    void meta_otherTokenOrOddChallenge_isRefused(String query) throws Exception {
        assertStatus(meta(query), 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=open-sesame", "crc_token=x"})
    void meta_anyOtherGet_isNotAllowed(String query) throws Exception {
        Map<?, ?> answer = meta(query);
        assertStatus(answer, 405);
        assertThat(((Map<?, ?>) answer.get("headers")).get("allow")).isEqualTo("POST");
    }

    @Test
    void cloudEvents_originOnTheList_isAllowedAtTheConfiguredRate() throws Exception {
        Map<?, ?> answer = answer("OPTIONS", "grid", "", Map.of("webhook-request-origin", "eventgrid.azure.net"), "");

        assertEchoed(answer, "");
        Map<?, ?> headers = (Map<?, ?>) answer.get("headers");
        assertThat(headers.get("webhook-allowed-origin")).isEqualTo("eventgrid.azure.net");
        assertThat(headers.get("webhook-allowed-rate")).isEqualTo("120");
        assertThat(headers.get("allow")).isEqualTo("POST");
    }

    @Test
    void cloudEvents_noRateConfigured_isAny() throws Exception {
        Map<?, ?> answer = answer("OPTIONS", "any", "", Map.of("webhook-request-origin", "a.example"), "");
        assertThat(((Map<?, ?>) answer.get("headers")).get("webhook-allowed-rate"))
                .isEqualTo("*");
    }

    @Test
    void cloudEvents_otherOriginOrNone_isRefused() throws Exception {
        assertStatus(answer("OPTIONS", "grid", "", Map.of("webhook-request-origin", "evil.example"), ""), 403);
        assertStatus(answer("OPTIONS", "grid", "", Map.of(), ""), 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
    void method_otherThanPostWithoutAHandshake_isNotAllowed(String method) throws Exception {
        assertStatus(answer(method, "github", "", Map.of(), ""), 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\"",
                "{}",
                "{\"meta\": {}}",
                "{\"meta\": {\"verifyTokenSha256\": \"open-sesame\"}}",
                "{\"cloudevents\": {\"origins\": []}}",
                "{\"cloudevents\": {\"origins\": [\"a b\"]}}",
                "{\"cloudevents\": {\"origins\": [\"a\"], \"rate\": 0}}",
                "{\"meta\": {\"verifyToken\": \"x\"}}",
                "\"github\"",
                "\"zoom\"",
                "{\"slack\": {\"a\": 1}}",
                "{\"nobody\": {}}",
                "[]",
                "[{}]",
                "[{\"method\": \"PUT\", \"answer\": \"empty\"}]",
                "[{\"method\": \"POST\", \"answer\": \"empty\"}]",
                "[{\"method\": \"POST\", \"if\": {\"x-a\": false}, \"answer\": \"empty\"}]",
                "[{\"method\": \"GET\", \"if\": {\"/a\": true}, \"answer\": \"empty\"}]",
                "[{\"method\": \"GET\", \"answer\": \"text\"}]",
                "[{\"method\": \"GET\", \"echo\": \"?a\", \"answer\": \"empty\"}]",
                "[{\"method\": \"GET\", \"if\": {\"?a\": null}, \"answer\": \"empty\"}]",
                "[{\"method\": \"GET\", \"echo\": \"?a\", \"answer\": {\"header\": \"set-cookie\"}}]",
                "[{\"method\": \"GET\", \"echo\": \"?a\", \"answer\": {\"json\": {\"a\": \"b\"}}}]",
                "[{\"method\": \"GET\", \"echo\": \"?a\", \"answer\": {\"json\": {\"a\": \"{hmac}\"}}}]",
                "[{\"method\": \"GET\", \"keep\": true, \"answer\": \"empty\"}]",
                "[{\"method\": \"POST\", \"if\": {\"/a/*\": true}, \"answer\": \"empty\"}]"
            })
    void configuration_thatIsNoHandshake_saysWhere(String handshake) {
        assertThatThrownBy(() -> Sources.parse(
                        "test",
                        "{\"s\": {\"scheme\": \"github\", \"secret\": \"env:X\", \"handshake\": " + handshake + "}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/s/handshake");
    }
}
