package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.ingest.event.HttpEvent;
import io.weir.json.Json;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.SignatureVerifier;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door signs a stranger's text with the secret that proves events: it must not be of use for one. */
class SignedHandshakesTest {
    private static final byte[] SECRET = "made-up-consumer-secret".getBytes(UTF_8);

    private static final Sources SOURCES = Sources.parse("test", """
            {"x": {"scheme": "x", "secret": "env:X", "handshake": {"x": {}}},
             "zoom": {"scheme": "zoom", "secret": "env:X", "handshake": {"zoom": {}}},
             "silent": {"scheme": "zoom", "secret": "env:X"},
             "unsigned": {"scheme": "x", "secret": "env:X"}}
            """);

    private final TestHandler handler = new TestHandler();
    private final List<String> asked = new ArrayList<>();
    private boolean isStoreDown;

    private Answer answer(HttpEvent.Builder event, String body) throws Exception {
        Visit visit = handler.builder(SOURCES)
                .secrets((reference, fresh) -> {
                    asked.add(reference.text());
                    if (isStoreDown) {
                        throw new IOException("down");
                    }
                    return SecretSet.fixed(SECRET);
                })
                .build()
                .visit(event.build());
        Answer refusal = visit.refusal();
        return refusal == null ? visit.take(body.getBytes(UTF_8)) : refusal;
    }

    private Answer x(String token) throws Exception {
        return answer(
                HttpEvent.builder().method("GET").path("/x").query("crc_token=" + URLEncoder.encode(token, UTF_8)), "");
    }

    private Answer zoom(String source, String token) throws Exception {
        String body = Json.write(Map.of("event", "endpoint.url_validation", "payload", Map.of("plainToken", token)));
        return answer(HttpEvent.builder().method("POST").path("/" + source), body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"for_user_id\":\"1\"}",
                "[1]",
                "v0:1772625600:{}",
                "v0:1772625600:1",
                "a b",
                "a\nb",
                "a&b",
                "\"a\"",
                "a%b",
                "ä"
            })
    void textThatCouldBeAnEvent_isNotSigned(String token) throws Exception {
        assertThat(x(token).status()).isEqualTo(400);
        assertThat(zoom("zoom", token).status()).isEqualTo(400);
        assertThat(asked).isEmpty();
    }

    @Test
    void longText_isNotSigned() throws Exception {
        assertThat(x("a".repeat(128)).status()).isEqualTo(200);
        assertThat(x("a".repeat(129)).status()).isEqualTo(400);
    }

    /** X signs the body alone, and a number is JSON, too: whatever the door signs must not be believed as a body. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "null", "abc", "a=b", "1e5"})
    void signatureOfTheDoor_isNoProofOfTheSameBody(String token) throws Exception {
        Map<?, ?> answer = Json.readObject(x(token).body());
        String signature = (String) Objects.requireNonNull(answer.get("response_token"));
        Source source = Objects.requireNonNull(SOURCES.find("x"));
        ReceivedRequest forged = new ReceivedRequest(
                "x",
                TestHandler.NOW,
                "POST",
                "https://hooks.example/x",
                Map.of("x-twitter-webhooks-signature", signature),
                token.getBytes(UTF_8));
        SignatureVerifier verifier = new SignatureVerifier((reference, fresh) -> SecretSet.fixed(SECRET));

        assertThat(verifier.verify(forged, source))
                .isInstanceOfSatisfying(
                        Verification.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Reason.SIGNATURE));

        // The signature is right: without the handshake the same body is believed, so it is the rule that refuses it.
        assertThat(verifier.verify(forged, Objects.requireNonNull(SOURCES.find("unsigned"))))
                .isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void sourceThatDoesNotNameIt_signsNothingAndAsksForNoSecret() throws Exception {
        assertThat(zoom("silent", "abc").status()).isEqualTo(400);
        assertThat(answer(HttpEvent.builder().method("GET").path("/unsigned").query("crc_token=a"), "")
                        .status())
                .isEqualTo(405);
        assertThat(asked).isEmpty();
    }

    @Test
    void event_doesNotAskForTheSecret() throws Exception {
        HttpEvent.Builder event = HttpEvent.builder()
                .method("POST")
                .path("/zoom")
                .header("x-zm-signature", "v0=00")
                .header("x-zm-request-timestamp", "1");
        assertThat(answer(event, "{\"event\":\"meeting.started\"}").id()).isNotNull();
        assertThat(asked).isEmpty();
    }

    @Test
    void storeDown_isAnsweredWith503AndNothingIsQueued() throws Exception {
        isStoreDown = true;
        assertThat(x("abc").status()).isEqualTo(503);
        assertThat(handler.queued).isEmpty();
    }

    @Test
    void oneToken_signsNoOther() throws Exception {
        assertThat(zoom("zoom", "abc").body()).isNotEqualTo(zoom("zoom", "abd").body());
    }
}
