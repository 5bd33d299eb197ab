package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.CERTIFICATE_PATH;
import static io.weir.worker.kit.TestMessage.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times are judged when a message was received, never now. */
class SnsAgeTest extends SnsVerifierSetup {
    @ParameterizedTest
    @CsvSource({
        "2026-03-05T12:00:00.000Z, true",
        "2026-03-05T12:00:00.001Z, false",
        "2026-03-03T12:00:00.000Z, true",
        "2026-03-03T11:59:59.999Z, false"
    })
    void verify_ageIsJudgedWhenItWasReceived_notNow(Instant receivedAt, boolean fresh) {
        Verification verification =
                verifier.verify(request(signed().json().getBytes(UTF_8), Map.of(), receivedAt), source);
        if (fresh) {
            assertGenuine(verification, FETCH);
        } else {
            assertRejected(verification, Reason.STALE);
        }
    }

    @Test
    void verify_maxAgeOfTheSource_isTheLimit() {
        Source strict = Source.ofSns("b", TOPIC).toBuilder()
                .scheme(new SnsScheme(Duration.ofSeconds(4)))
                .build();
        byte[] body = signed().json().getBytes(UTF_8);
        Verification late = verifier.verify(request(body, Map.of(), RECEIVED_AT), strict);
        assertRejected(late, Reason.STALE);
        assertThat(((Verification.Rejected) late).detail()).isEqualTo("older than PT4S when received");
        Verification early = verifier.verify(request(body, Map.of(), RECEIVED_AT.minusSeconds(10)), strict);
        assertThat(((Verification.Rejected) early).detail()).isEqualTo("published after received");
        assertGenuine(verifier.verify(request(body, Map.of(), RECEIVED_AT.minusSeconds(2)), strict), FETCH);
    }

    @Test
    void verify_certificateExpiredSinceTheMessageWasReceived_isGenuineAfterAColdStartToo() {
        TestCertificate expired = TestCertificate.of(
                "CN=sns.amazonaws.com",
                "RSA",
                2048,
                Instant.parse("2025-12-01T00:00:00Z"),
                Instant.parse("2026-03-04T12:00:06Z"));
        host.answer(CERTIFICATE_PATH, 200, expired.pem());
        TestMessage message = TestMessage.notification().sign(expired.keys());
        assertGenuine(verify(message), FETCH);

        host.answer(CERTIFICATE_PATH, 404, new byte[0]);
        verifier = coldStart();

        assertGenuine(verify(message), FETCH);
    }

    @Test
    void verify_certificateNotValidWhenReceived_isRejected() {
        TestCertificate expired = TestCertificate.of(
                "CN=sns.amazonaws.com",
                "RSA",
                2048,
                Instant.parse("2025-12-01T00:00:00Z"),
                Instant.parse("2026-03-04T12:00:04Z"));
        host.answer(CERTIFICATE_PATH, 200, expired.pem());
        assertRejected(verify(TestMessage.notification().sign(expired.keys())), Reason.CERTIFICATE, FETCH);
    }
}
