package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Sources;
import io.weir.ingest.event.HttpEvent;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that is verified at the door: 401 for what is not genuine, and no genuine event is lost. */
class VerifiedAtDoorTest {
    private static final String SECRET = "made-up-xero-secret";

    private static final Sources SOURCES = Sources.parse("test", """
            {"xero": {"scheme": "xero", "secret": "env:X", "verify": "at-the-door"},
             "store": {"scheme": "xero", "verify": "at-the-door",
                       "secret": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:xero"},
             "token": {"scheme": {"kind": "token", "header": "x-token", "id": "/id"}, "secret": "env:X",
                       "verify": "at-the-door"},
             "asana": {"scheme": "asana", "secret": "env:X", "verify": "at-the-door"},
             "adyen": {"scheme": {"field": "/sig", "algorithm": "HmacSHA256", "encoding": "hex", "signed": "{body:sha256}",
                                  "equalBodies": "same"}, "secret": "env:X", "verify": "at-the-door"},
             "quiet": {"scheme": "xero", "secret": "env:X"}}
            """);

    private final TestHandler handler = new TestHandler();
    private Instant now = TestHandler.NOW;
    private int reads;
    private @Nullable IOException fault;
    private final IngestHandler door = handler.builder(SOURCES)
            .secrets((reference, fresh) -> {
                reads++;
                if (fault != null) {
                    throw fault;
                }
                return SecretSet.fixed(SECRET.getBytes(UTF_8));
            })
            .clock(new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            })
            .build();

    private Answer post(String source, @Nullable String header, String value, byte[] body) throws Exception {
        HttpEvent.Builder event = HttpEvent.builder().method("POST").path("/" + source);
        if (header != null) {
            event.header(header, value);
        }
        Visit visit = door.visit(event.build());
        Answer refusal = visit.refusal();
        return refusal == null ? visit.take(body) : refusal;
    }

    private Answer xero(String source, String signature, String body) throws Exception {
        return post(source, "x-xero-signature", signature, body.getBytes(UTF_8));
    }

    private static String signature(String body) throws Exception {
        return Base64.getEncoder().encodeToString(hmac(body));
    }

    private static byte[] hmac(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        return mac.doFinal(body.getBytes(UTF_8));
    }

    @Test
    void wrongSignature_isRefusedAndLoggedWithItsReason() throws Exception {
        Answer answer = xero("xero", signature("{\"a\":1}"), "{\"a\":2}");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.id()).isNull();
        assertThat(handler.queued).isEmpty();
        assertThat(handler.inbox).isEmpty();
        assertThat(handler.log.toString(UTF_8)).contains("\"signature\"").contains("401");
    }

    @Test
    void missingSignature_isRefusedAlike() throws Exception {
        assertThat(post("xero", null, "", "{}".getBytes(UTF_8)).status()).isEqualTo(401);
        assertThat(reads).isZero();
    }

    @Test
    void rightSignature_isQueued() throws Exception {
        assertThat(xero("xero", signature("{}"), "{}").id()).isNotNull();
        assertThat(handler.queued).hasSize(1);
    }

    /** Xero sends several in a row, and each wrong one must be refused, although the store is asked only once. */
    @Test
    void manyWrongSignatures_areAllRefusedAndTheStoreIsAskedOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(xero("store", signature("other" + i), "{}").status()).isEqualTo(401);
            now = now.plus(Duration.ofMillis(700));
        }
        assertThat(reads).isEqualTo(1);
        now = now.plusSeconds(30);
        assertThat(xero("store", signature("other"), "{}").status()).isEqualTo(401);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void storeThatIsDownOrRefuses_leavesItToTheWorker() throws Exception {
        for (IOException each : new IOException[] {new IOException("down"), new RefusedException("denied")}) {
            fault = each;
            assertThat(xero("xero", signature("other"), "{}").status()).isEqualTo(200);
        }
        assertThat(handler.queued).hasSize(2);
    }

    @Test
    void anotherSource_asksForNoSecret() throws Exception {
        assertThat(xero("quiet", signature("other"), "{}").status()).isEqualTo(200);
        assertThat(reads).isZero();
    }

    @Test
    void token_isComparedAtTheDoor() throws Exception {
        byte[] body = "{\"id\":\"1\"}".getBytes(UTF_8);
        assertThat(post("token", "x-token", "wrong", body).status()).isEqualTo(401);
        assertThat(post("token", "x-token", SECRET, body).status()).isEqualTo(200);
    }

    @Test
    void handshakeWithoutASignature_isAnsweredAllTheSame() throws Exception {
        Answer answer = post("asana", "x-hook-secret", "abc", new byte[0]);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("x-hook-secret", "abc");
        assertThat(post("asana", "x-hook-signature", "00".repeat(32), "{}".getBytes(UTF_8))
                        .status())
                .isEqualTo(401);
        assertThat(post("asana", "x-hook-signature", HexFormat.of().formatHex(hmac("{}")), "{}".getBytes(UTF_8))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void signatureInTheBody_isLookedForThere() throws Exception {
        assertThat(post("adyen", null, "", "{}".getBytes(UTF_8)).status()).isEqualTo(401);
    }

    @Test
    void bodyThatStreams_isTakenAndLeftToTheWorker() throws Exception {
        HttpEvent head = HttpEvent.builder()
                .method("POST")
                .path("/xero")
                .header("x-xero-signature", signature("other"))
                .build();
        try (Visit.LargeBody large = door.visit(head).takeLarge()) {
            large.write(ByteBuffer.wrap(new byte[10]));
            assertThat(large.end().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no key", "00", "MCowBQYDK2VwAyEA"})
    void publicKeyThatIsNone_endsTheStart(String key) {
        Sources sources = Sources.parse(
                "test",
                "{\"d\": {\"scheme\": \"discord\", \"publicKey\": \"" + key + "\", \"verify\": \"at-the-door\"}}");
        assertThatThrownBy(() -> handler.builder(sources).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("source d");
    }
}
