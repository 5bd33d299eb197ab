package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.CERTIFICATE_PATH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host of a certificate may answer. */
class CertificateHostTest extends SnsVerifierSetup {
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(2);

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void verify_hostHasABadMinute_isUndecidedSinceItMayBeGenuine(int status) {
        host.answer(CERTIFICATE_PATH, status, new byte[0]);
        assertUndecided(verify(signed()), FETCH);
    }

    @Test
    void verify_hostResets_isUndecided() {
        host.answer(CERTIFICATE_PATH, exchange -> {
            exchange.sendResponseHeaders(200, 5000);
            exchange.getResponseBody().write(CERTIFICATE.pem(), 0, 100);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        assertUndecided(verify(signed()), FETCH);
    }

    @Test
    @Tag("slow")
    void verify_hostNeverAnswers_isUndecidedInTime() {
        verifier = coldStart(SHORT_PATIENCE);
        CountDownLatch end = new CountDownLatch(1);
        host.answer(CERTIFICATE_PATH, exchange -> awaitQuietly(end));
        assertUndecided(verify(signed()), FETCH);
        end.countDown();
    }

    @Test
    @Tag("slow")
    void verify_hostAnswersByteByByte_isUndecidedInTime() {
        verifier = coldStart(SHORT_PATIENCE);
        CountDownLatch end = new CountDownLatch(1);
        host.answer(CERTIFICATE_PATH, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] pem = CERTIFICATE.pem();
            for (int i = 0; i < 20; i++) {
                exchange.getResponseBody().write(pem[i]);
                exchange.getResponseBody().flush();
            }
            awaitQuietly(end);
        });
        assertUndecided(verify(signed()), FETCH);
        end.countDown();
    }

    private void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 201, 204})
    void verify_hostSaysNo_isRejected(int status) {
        host.answer(CERTIFICATE_PATH, status, new byte[0]);
        assertRejected(verify(signed()), Reason.CERTIFICATE, FETCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void verify_redirect_isNotFollowed(int status) {
        host.answer(CERTIFICATE_PATH, exchange -> {
            exchange.getResponseHeaders().set("location", "https://evil.example/certificate.pem");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        assertRejected(verify(signed()), Reason.CERTIFICATE, FETCH);
    }

    @Test
    @Tag("slow")
    void verify_answerThatIsNotExactlyOneCertificate_isRejected() throws Exception {
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.write(CERTIFICATE.pem());
        two.write(CERTIFICATE.pem());
        List<byte[]> answers = List.of(
                new byte[0],
                "<html>hello</html>".getBytes(UTF_8),
                two.toByteArray(),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".getBytes(UTF_8),
                CERTIFICATE.certificate().getEncoded(),
                "x".repeat(1 << 20).getBytes(UTF_8),
                ("x" + new String(CERTIFICATE.pem(), UTF_8)).getBytes(UTF_8));
        for (byte[] answer : answers) {
            host.answer(CERTIFICATE_PATH, 200, answer);
            Verification verification =
                    coldStart().verify(request(signed().json().getBytes(UTF_8), Map.of(), RECEIVED_AT), source);
            assertThat(verification).isInstanceOf(Verification.Rejected.class);
            assertThat(((Verification.Rejected) verification).reason()).isEqualTo(Reason.CERTIFICATE);
        }
        assertThat(host.requests()).hasSize(answers.size()).containsOnly(FETCH);
        assertThat(bucket.objects()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'CN=sns.amazonaws.com', EC, 256",
        "'CN=sns.amazonaws.com', RSA, 1016",
        "'CN=evil.example', RSA, 2048",
        "'CN=sns.us-east-2.amazonaws.com', RSA, 2048",
        "'CN=xsns.amazonaws.com', RSA, 2048",
        "'CN=sns.amazonaws.com.evil.example', RSA, 2048",
        "'O=sns.amazonaws.com', RSA, 2048",
        "'CN=sns.amazonaws.com,CN=evil.example', RSA, 2048",
        "'CN=evil.example,O=CN\\=sns.amazonaws.com', RSA, 2048"
    })
    void verify_certificateThatIsNotOfSns_isRejectedAndNotKept(String subject, String algorithm, int bits) {
        host.answer(
                CERTIFICATE_PATH,
                200,
                TestCertificate.of(subject, algorithm, bits, TestCertificate.FROM, TestCertificate.UNTIL)
                        .pem());
        assertRejected(verify(signed()), Reason.CERTIFICATE, FETCH);
        assertThat(bucket.objects()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'CN=sns.us-east-1.amazonaws.com', 2048", "'C=US,O=Amazon.com Inc.,CN=sns.amazonaws.com', 1024"})
    void verify_certificateOfTheRegionOrOfOldTimes_isGenuine(String subject, int bits) {
        TestCertificate other = TestCertificate.of(subject, "RSA", bits, TestCertificate.FROM, TestCertificate.UNTIL);
        host.answer(CERTIFICATE_PATH, 200, other.pem());
        assertGenuine(verify(TestMessage.notification().sign(other.keys())), FETCH);
    }
}
