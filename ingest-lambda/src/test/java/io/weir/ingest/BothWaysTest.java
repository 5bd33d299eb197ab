package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.QueueMessage;
import io.weir.envelope.source.Sources;
import io.weir.ingest.event.HttpEvent;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request gets the same answer, and lies in the same message, whether it came as an event of Lambda or as it is. */
class BothWaysTest {
    /** {@code printf %s open-sesame | sha256sum}. */
    private static final String TOKEN = "d7ecdf25eaf3deba0f2628771dbdd22d4138ab6cf38f91ed02a2ca0dec7c8ab7";

    private static final Sources SOURCES = Sources.parse("test", """
            {"github": {"scheme": "github", "secret": "env:X"},
             "slack": {"scheme": "slack", "secret": "env:X"},
             "fenced": {"scheme": "slack", "secret": "env:X", "allow": ["203.0.113.0/24"]},
             "small": {"scheme": "github", "secret": "env:X", "maxBytes": 10},
             "meta": {"scheme": "github", "secret": "env:X", "handshake": {"meta": {"verifyTokenSha256": "%s"}}},
             "grid": {"scheme": "github", "secret": "env:X",
                      "handshake": {"cloudevents": {"origins": ["eventgrid.azure.net"], "rate": 120}}},
             "own": {"scheme": {"header": "x-hmac", "algorithm": "HmacSHA256", "encoding": "hex", "signed": "{body}",
                                "id": "x-webhook-id", "type": "x-topic"}, "secret": "env:X",
                     "url": "https://hooks.example/own"}}
            """.formatted(TOKEN));

    /** One request, in words that both ways understand. */
    record Sent(String method, String path, String query, String ip, Map<String, String> headers, byte[] body) {
        Event event() {
            Event event = new Event(path).body(body);
            event.http.put("method", method);
            event.http.put("sourceIp", ip);
            event.event.put("rawQueryString", query);
            event.headers.clear();
            event.headers.putAll(headers);
            return event;
        }

        HttpEvent head() throws Exception {
            return HttpEvent.builder()
                    .method(method)
                    .path(path)
                    .query(query)
                    .sourceIp(ip)
                    .domainName("api.example")
                    .headers(headers)
                    .build();
        }
    }

    private record Result(int status, Map<String, String> headers, String body, List<QueueMessage> kept) {}

    private final TestHandler json = new TestHandler();
    private final TestHandler direct = new TestHandler();

    private Result byJson(Sent sent) throws Exception {
        Map<?, ?> answer =
                TestHandler.handle(json.builder(SOURCES).build(), sent.event().bytes());
        Map<String, String> headers = new LinkedHashMap<>();
        ((Map<?, ?>) answer.get("headers")).forEach((name, value) -> headers.put((String) name, (String) value));
        headers.computeIfPresent("weir-id", (name, value) -> "(id)");
        return new Result(
                Integer.parseInt(String.valueOf(answer.get("statusCode"))),
                headers,
                (String) answer.get("body"),
                json.kept(TestHandler.id(answer)));
    }

    private Result byVisit(Sent sent, boolean inParts) throws Exception {
        Visit visit = direct.builder(SOURCES).build().visit(sent.head());
        Answer answer = visit.refusal();
        if (answer == null && sent.body.length > visit.maxBytes()) {
            answer = visit.refuseTooLarge();
        }
        if (answer == null) {
            answer = inParts ? inParts(visit, sent.body) : visit.take(sent.body);
        }
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        if (answer.id() != null) {
            headers.put("weir-id", "(id)");
        }
        return new Result(answer.status(), headers, answer.body(), direct.kept(answer.id()));
    }

    private static Answer inParts(Visit visit, byte[] body) {
        try (Visit.LargeBody large = visit.takeLarge()) {
            boolean more = true;
            for (int at = 0; at < body.length && more; at += 7_000) {
                more = large.write(ByteBuffer.wrap(body, at, Math.min(7_000, body.length - at)));
            }
            return large.end();
        }
    }

    private void assertSame(Sent sent) throws Exception {
        Result expected = byJson(sent);
        assertThat(byVisit(sent, false)).isEqualTo(expected);
        assertThat(direct.log.size() > 0).isTrue();
        assertThat(lines(direct)).isEqualTo(lines(json));
    }

    private static long lines(TestHandler test) {
        return test.log.toString(UTF_8).lines().count();
    }

    private static Map<String, String> github(String... more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", "door.example");
        headers.put("x-hub-signature-256", "sha256=00");
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private static Sent post(String path, Map<String, String> headers, byte[] body) {
        return new Sent("POST", path, "", "198.51.100.1", headers, body);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /github, 198.51.100.1, 200",
        "POST, /nobody, 198.51.100.1, 404",
        "POST, /, 198.51.100.1, 404",
        "POST, /github/more, 198.51.100.1, 404",
        "POST, /git%68ub, 198.51.100.1, 404",
        "PUT, /github, 198.51.100.1, 405",
        "GET, /slack, 198.51.100.1, 405",
        "OPTIONS, /grid, 198.51.100.1, 405",
        "POST, /fenced, 198.51.100.1, 403",
        "GET, /fenced, 198.51.100.1, 403",
        "POST, /fenced, 203.0.113.9, 400",
        "POST, /own, 198.51.100.1, 400",
        "POST, /slack, 198.51.100.1, 400",
        "POST, /small, 198.51.100.1, 413"
    })
    void head_thatDecides_isAnsweredAlike(String method, String path, String ip, int status) throws Exception {
        Sent sent = new Sent(method, path, "a=b", ip, github(), "more than ten".getBytes(UTF_8));
        assertSame(sent);
        assertThat(byJson(sent).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hub.mode=subscribe&hub.verify_token=open-sesame&hub.challenge=42",
                "hub.mode=subscribe&hub.verify_token=open%2Dsesame&hub.challenge=4%322",
                "hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=42",
                "hub.mode=subscribe",
                ""
            })
    void handshake_ofMeta_isAnsweredAlike(String query) throws Exception {
        assertSame(new Sent("GET", "/meta", query, "198.51.100.1", Map.of("host", "x"), new byte[0]));
    }

    @ParameterizedTest
    @CsvSource({"eventgrid.azure.net, 200", "elsewhere.example, 403"})
    void handshake_ofCloudEvents_isAnsweredAlike(String origin, int status) throws Exception {
        Sent sent =
                new Sent("OPTIONS", "/grid", "", "198.51.100.1", Map.of("WebHook-Request-Origin", origin), new byte[0]);
        assertSame(sent);
        assertThat(byJson(sent).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"url_verification\",\"challenge\":\"abc\"} | 200",
                "{\"type\":\"url_verification\",\"challenge\":\"<b>\"} | 400",
                "{\"type\":\"event\",\"text\":\"url_verification\"}    | 400",
                "url_verification                                       | 400"
            })
    void handshake_ofSlackInTheBody_isAnsweredAlikeAndNeverQueued(String body, int status) throws Exception {
        Sent sent = post("/slack", Map.of("host", "x"), body.getBytes(UTF_8));
        assertSame(sent);
        assertThat(byJson(sent).status()).isEqualTo(status);
        assertThat(direct.queued).isEmpty();
    }

    @Test
    void queueAndInboxDown_isAnsweredAlike() throws Exception {
        for (TestHandler each : List.of(json, direct)) {
            each.queueDown = true;
        }
        assertSame(post("/github", github(), "{}".getBytes(UTF_8)));
        for (TestHandler each : List.of(json, direct)) {
            each.inboxDown = true;
        }
        Sent sent = post("/github", github(), "{}".getBytes(UTF_8));
        assertSame(sent);
        assertThat(byVisit(sent, true).status()).isEqualTo(503);
    }

    @Test
    void largeBody_inParts_liesInTheInboxAsTheSameMessage() throws Exception {
        byte[] binary = new byte[300_000];
        byte[] text = "ä".repeat(150_000).getBytes(UTF_8);
        for (byte[] body : List.of(binary, text)) {
            Sent sent = post("/github", github("x-github-delivery", "7", "cookie", "dropped"), body);
            Result expected = byJson(sent);
            assertThat(expected.kept()).hasSize(1);
            assertThat(byVisit(sent, true)).isEqualTo(expected);
            assertThat(byVisit(sent, false)).isEqualTo(expected);
        }
    }

    @Test
    void largeBody_ofSlackWithoutItsHeaders_isRefusedAndNotWritten() throws Exception {
        Sent sent = post("/slack", Map.of("host", "x"), new byte[300_000]);
        assertThat(byVisit(sent, true)).isEqualTo(byJson(sent));
        assertThat(direct.inbox).isEmpty();
    }

    @Property(tries = 300)
    void anyRequest_isAnsweredAndKeptAlike(@ForAll("requests") Sent sent) throws Exception {
        assertSame(sent);
    }

    @Provide
    Arbitrary<Sent> requests() {
        Arbitrary<String> names = Arbitraries.of(
                "Host",
                "X-Hub-Signature-256",
                "x-hmac",
                "X-Webhook-Id",
                "X-TOPIC",
                "x-topic",
                "X-Forwarded-Proto",
                "Authorization",
                "cookie",
                "source",
                "aws.x",
                "x-slack-signature",
                "x-slack-request-timestamp",
                "İ-Dotted",
                "");
        // No half of a surrogate pair: a header is made of bytes, and no bytes are one.
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\u0000', '\uD7FF').ofMaxLength(12),
                Arbitraries.of("http", "https, http", "ftp", "\u0000", "\uD83D\uDE00", "ä", "1,2"));
        Arbitrary<byte[]> bodies = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40),
                Arbitraries.strings().ofMaxLength(20).map(text -> text.getBytes(UTF_8)),
                Arbitraries.of("{\"type\":\"url_verification\",\"challenge\":\"x\"}")
                        .map(text -> text.getBytes(UTF_8)));
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(5, "POST"), Tuple.of(1, "GET"), Tuple.of(1, "OPTIONS")),
                        Arbitraries.of("/github", "/slack", "/small", "/meta", "/grid", "/own", "/", "/%00", "/ä/b"),
                        Arbitraries.of("", "a=b", "a=%00&b", "x\u0001y", "hub.mode=subscribe&hub.challenge=1"),
                        Arbitraries.of("198.51.100.1", "203.0.113.1", "::1", ""),
                        Arbitraries.maps(names, values).ofMaxSize(8),
                        bodies)
                .as((method, path, query, ip, headers, body) -> new Sent(method, path, query, ip, headers, body));
    }
}
