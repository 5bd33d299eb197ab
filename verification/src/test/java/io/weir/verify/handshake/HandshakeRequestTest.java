package io.weir.verify.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Handshake;
import io.weir.envelope.source.HandshakeRule;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which request a rule takes for a handshake, and which stays an event whatever the rule says. */
class HandshakeRequestTest {
    private static final String SIGNED = "\"scheme\": {\"preset\": \"github\"}, \"secret\": \"env:X\"";
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> PROOF = Map.of("x-hub-signature-256", "sha256=00");

    private static Source source(String members) {
        return Sources.parse("test", "{\"s\": {" + members + "}}").find("s");
    }

    private static Source withRule(String rule) {
        return source(SIGNED + ", \"handshake\": [" + rule + "]");
    }

    private static HandshakeRequest.@Nullable Match match(Source source, HandshakeRequest request) {
        List<HandshakeRule> rules = ((Handshake.Rules) source.handshake()).rules();
        HandshakeRequest head = new HandshakeRequest(request.method(), request.query(), request.headers(), new byte[0]);
        return request.match(head.byHead(rules, source));
    }

    private static HandshakeRequest post(Map<String, String> headers, String body) {
        return new HandshakeRequest("POST", "", headers, body.getBytes(UTF_8));
    }

    private static HandshakeRequest get(String query) {
        return new HandshakeRequest("GET", query, NONE, new byte[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {"challenge=abc | abc", "challenge=a%20b&x=1 | a b", "x=1 | null", "challenge=a&challenge=b | null"
            })
    void match_parameterThatMustBeThere_isEchoedDecoded(String query, @Nullable String echo) {
        Source source = withRule(
                "{\"method\": \"GET\", \"if\": {\"?challenge\": true}, \"echo\": \"?challenge\", \"answer\": \"text\"}");
        HandshakeRequest.Match match = match(source, get(query));
        assertThat(match == null ? null : match.echo()).isEqualTo(echo);
    }

    @Test
    void match_otherMethod_isNone() {
        Source source = withRule("{\"method\": \"HEAD\", \"answer\": \"empty\"}");
        assertThat(match(source, get(""))).isNull();
        assertThat(match(source, new HandshakeRequest("HEAD", "", NONE, new byte[0])))
                .extracting(HandshakeRequest.Match::echo)
                .isEqualTo("");
    }

    @Test
    void match_textThatNobodyMayRepeat_hasNoEcho() {
        Source source =
                withRule("{\"method\": \"GET\", \"if\": {\"?c\": true}, \"echo\": \"?c\", \"answer\": \"text\"}");
        assertThat(match(source, get("c=%3Cscript%3E")))
                .extracting(HandshakeRequest.Match::echo)
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"ping\",\"n\":0} | true",
                "{\"type\":\"ping\",\"n\":0,\"gone\":1} | false",
                "{\"type\":\"pong\",\"n\":0} | false",
                "{\"type\":\"ping\",\"n\":1} | false",
                "{\"n\":0,\"text\":\"ping type\"} | false",
                "{\"type\":\"ping\",\"n\":0 | false",
                "type ping 0 n | false"
            })
    void match_body_mustHoldEveryCondition(String body, boolean matches) {
        Source source = withRule("{\"method\": \"POST\", \"if\": {\"/type\": \"ping\", \"/n\": 0, \"/gone\": false},"
                + " \"answer\": \"empty\"}");
        assertThat(match(source, post(NONE, body)) != null).isEqualTo(matches);
    }

    @Test
    void match_bodyOrQueryOverTheLimit_isNone() {
        Source source = withRule("{\"method\": \"POST\", \"if\": {\"/type\": \"ping\"}, \"answer\": \"empty\"}");
        String start = "{\"type\":\"ping\",\"x\":\"";
        String fits = start + "x".repeat(HandshakeRule.MAX_BYTES - start.length() - 2) + "\"}";
        assertThat(match(source, post(NONE, fits))).isNotNull();
        assertThat(match(source, post(NONE, fits + " "))).isNull();

        Source empty = withRule("{\"method\": \"GET\", \"answer\": \"empty\"}");
        assertThat(match(empty, get("x".repeat(HandshakeRule.MAX_BYTES)))).isNotNull();
        assertThat(match(empty, get("x".repeat(HandshakeRule.MAX_BYTES + 1)))).isNull();
    }

    /** A rule whose condition is only in the head must not take what shows a proof. */
    @Test
    void match_postWithAProof_isAnEventUnlessItsBodySaysThatItIsNone() {
        Source byHead = withRule("{\"method\": \"POST\", \"if\": {\"x-ping\": \"1\"}, \"answer\": \"empty\"}");
        assertThat(match(byHead, post(Map.of("x-ping", "1"), "{}"))).isNotNull();
        assertThat(match(byHead, post(Map.of("x-ping", "2"), "{}"))).isNull();
        assertThat(match(byHead, post(Map.of("x-ping", "1", "x-hub-signature-256", "x"), "{}")))
                .isNull();

        Source byBody = withRule("{\"method\": \"POST\", \"if\": {\"/type\": \"ping\"}, \"answer\": \"empty\"}");
        assertThat(match(byBody, post(PROOF, "{\"type\":\"ping\"}"))).isNotNull();
        assertThat(match(byBody, post(PROOF, "{\"type\":\"push\"}"))).isNull();
    }

    @Test
    void match_absentHeader_isAConditionToo() {
        Source source = withRule(
                "{\"method\": \"POST\", \"if\": {\"x-hub-signature-256\": false, \"/id\": true}, \"answer\": \"empty\"}");
        assertThat(match(source, post(NONE, "{\"id\":1}"))).isNotNull();
        assertThat(match(source, post(NONE, "id=1"))).isNotNull();
        assertThat(match(source, post(PROOF, "{\"id\":1}"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"scheme\": \"gitlab\" | POST | '' | x-gitlab-token | true",
                "\"scheme\": \"gitlab\" | POST | '' | x-other | false",
                "\"scheme\": \"gitlab\" | GET | '' | x-gitlab-token | false",
                "\"scheme\": \"event-grid-query\" | POST | token=a | x-other | true",
                "\"scheme\": \"event-grid-query\" | POST | a=b | x-other | false",
                "\"scheme\": \"microsoft-graph\" | POST | '' | x-other | true",
                "\"scheme\": \"mailgun\" | POST | '' | x-other | true"
            })
    void mayCarryProof_isWhereTheSchemeHasIt(
            String scheme, String method, String query, String header, boolean mayCarry) {
        Source source = source(scheme + ", \"secret\": \"env:X\"");
        assertThat(new HandshakeRequest(method, query, Map.of(header, "x"), new byte[0]).mayCarryProof(source))
                .isEqualTo(mayCarry);
    }

    private static ReceivedRequest received(Map<String, String> headers, String url, String body) {
        return new ReceivedRequest("s", Instant.EPOCH, "POST", url, headers, body.getBytes(UTF_8));
    }

    /** What the door kept is no event; anything else is judged, whatever the rule would echo. */
    @Test
    void wasKept_isWhatTheDoorAnsweredAndKept() {
        Source asana = source("\"scheme\": \"asana\", \"secret\": \"env:X\"");
        Map<String, String> hook = Map.of("x-hook-secret", "0123456789abcdef");
        assertThat(HandshakeRequest.wasKept(received(hook, "https://x/s", ""), asana))
                .isTrue();
        assertThat(HandshakeRequest.wasKept(received(hook, "https://x/s?q", ""), asana))
                .isTrue();
        assertThat(HandshakeRequest.wasKept(received(Map.of("x-hook-secret", "<odd>"), "https://x/s", ""), asana))
                .isFalse();
        assertThat(HandshakeRequest.wasKept(
                        received(Map.of("x-hook-secret", "0123", "x-hook-signature", "00"), "https://x/s", "{}"),
                        asana))
                .isFalse();
        assertThat(HandshakeRequest.wasKept(received(NONE, "https://x/s", "{}"), asana))
                .isFalse();

        Source unkept = withRule("{\"method\": \"POST\", \"if\": {\"x-ping\": \"1\"}, \"answer\": \"empty\"}");
        assertThat(HandshakeRequest.wasKept(received(Map.of("x-ping", "1"), "https://x/s", ""), unkept))
                .isFalse();
        assertThat(HandshakeRequest.wasKept(received(NONE, "https://x/s", ""), source(SIGNED)))
                .isFalse();
    }
}
