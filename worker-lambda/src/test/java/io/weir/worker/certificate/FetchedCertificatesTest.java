package io.weir.worker.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.RetryLaterException;
import io.weir.action.test.MovableClock;
import io.weir.envelope.scheme.CertificateRule;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.verify.RejectionException;
import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.fetch.FetchBudget;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestChain;
import java.io.IOException;
import java.net.URI;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificate is believed to be the sender's, and from where. */
class FetchedCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final String URL = "https://api.paypal.com/v1/notifications/certs/CERT-1";
    private static final String NAME = "messageverificationcerts.paypal.com";
    private static final CertificateRule RULE = new CertificateRule(
            new FieldLocation.Header("paypal-cert-url"),
            List.of("api.paypal.com", "api.sandbox.paypal.com"),
            "messageverificationcerts*.paypal.com");
    private static final TestChain CHAIN = TestChain.of("CN=" + NAME);
    private static final TestChain STRANGERS = TestChain.of("CN=" + NAME);

    private final MovableClock clock = new MovableClock(NOW);
    private final List<URI> fetched = new ArrayList<>();
    /** What the host answers: bytes, an IOException or a rejection. */
    private Object answer = CHAIN.pem();

    private final FetchedCertificates certificates = new FetchedCertificates(
            (url, maxBytes) -> {
                fetched.add(url);
                return switch (answer) {
                    case IOException down -> throw down;
                    case DocumentRejectedException rejected -> throw rejected;
                    default -> (byte[]) answer;
                };
            },
            clock,
            () -> Set.of(new TrustAnchor(CHAIN.root(), null)));

    private void assertRejected(String url, Instant at, String reason) {
        assertThatThrownBy(() -> certificates.keyOf(url, RULE, "s", at))
                .isInstanceOfSatisfying(
                        RejectionException.class,
                        e -> assertThat(e.toVerification().reason().toString()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://api.paypal.com/c",
                "HTTPS://api.paypal.com/c",
                "https://API.paypal.com/c",
                "https://api.paypal.com:443/c",
                "https://api.paypal.com:8443/c",
                "https://api.paypal.com./c",
                "https://user@api.paypal.com/c",
                "https://api.paypal.com@stranger.example/c",
                "https://api.paypal.com.stranger.example/c",
                "https://stranger.example/api.paypal.com",
                "https://stranger.example#api.paypal.com",
                "https://api.paypal.com\\@stranger.example/c",
                "https://api.paypal.com/c#f",
                "https://[::1]/c",
                "https:///c",
                "https:api.paypal.com/c",
                "//api.paypal.com/c",
                "file:///etc/passwd",
                "https://api.paypal.com/c d",
                " https://api.paypal.com/c",
                "https://api.paypal.com/c\n"
            })
    void keyOf_urlThatIsNotTheSenders_isRefusedUnfetched(String url) {
        assertRejected(url, NOW, "certificate-url");
        assertThat(fetched).isEmpty();
    }

    @Test
    void keyOf_longUrl_isRefusedUnfetched() {
        assertRejected(URL + "x".repeat(512), NOW, "certificate-url");
        assertThat(fetched).isEmpty();
    }

    @Test
    void keyOf_hostDown_cannotBeToldNow() {
        answer = new IOException("down");
        assertThatThrownBy(() -> certificates.keyOf(URL, RULE, "s", NOW))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot fetch the certificate: down");
    }

    @Test
    void keyOf_nothingThere_isRejected() {
        for (Object wrong : List.of(
                new DocumentRejectedException("the host answered 404"),
                new byte[0],
                "no certificate".getBytes(US_ASCII),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".getBytes(US_ASCII))) {
            answer = wrong;
            assertRejected(URL + fetched.size(), NOW, "certificate");
        }
    }

    @Test
    void keyOf_textBesideTheCertificates_isRejected() {
        answer = ("x" + new String(CHAIN.pem(), US_ASCII)).getBytes(US_ASCII);
        assertRejected(URL, NOW, "certificate");
    }

    @Test
    void keyOf_moreThanEightCertificates_isRejected() {
        answer = new String(CHAIN.pem(), US_ASCII).repeat(5).getBytes(US_ASCII);
        assertRejected(URL, NOW, "certificate");
    }

    @Test
    void keyOf_chainToARootThatIsNotTrusted_isRejected() {
        answer = STRANGERS.pem();
        assertRejected(URL, NOW, "certificate");
    }

    @Test
    void keyOf_strangersLeafBesideTheSendersChain_isRejected() {
        answer = TestChain.pem(STRANGERS.leaf(), CHAIN.leaf(), CHAIN.intermediate());
        assertRejected(URL, NOW, "certificate");
    }

    @Test
    void keyOf_selfSigned_isRejected() {
        answer = TestCertificate.of("CN=" + NAME, "RSA", 2048, TestCertificate.FROM, TestCertificate.UNTIL)
                .pem();
        assertRejected(URL, NOW, "certificate");
    }

    @Test
    void keyOf_leafWithoutItsIntermediate_isRejected() {
        answer = TestChain.pem(CHAIN.leaf());
        assertRejected(URL, NOW, "certificate");
    }

    @Test
    void keyOf_leafThatSignedAnother_isRejected() {
        answer = CHAIN.abused();
        assertRejected(URL, NOW, "certificate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=www.paypal.com",
                "CN=messageverificationcerts.paypal.com.stranger.example",
                "CN=xmessageverificationcerts.paypal.com",
                "CN=messageverificationcerts.paypal.com,CN=other",
                "CN=messageverificationcerts/x.paypal.com",
                "CN=Messageverificationcerts.paypal.com",
                "O=messageverificationcerts.paypal.com"
            })
    void keyOf_subjectOfSomeoneElse_isRejected(String subject) {
        answer = CHAIN.with(subject);
        assertRejected(URL, NOW, "certificate");
    }

    @Test
    void keyOf_sandboxSubject_isTheSenders() throws Exception {
        answer = CHAIN.with("O=PayPal,CN=messageverificationcerts.sandbox.paypal.com");
        assertThat(certificates.keyOf(URL, RULE, "s", NOW)).isNotNull();
    }

    @Test
    void keyOf_whenNotValid_isRejectedAtTheTimeOfReceipt() throws Exception {
        assertThat(certificates.keyOf(URL, RULE, "s", TestCertificate.UNTIL)).isNotNull();
        assertThat(certificates.keyOf(URL, RULE, "s", TestCertificate.FROM)).isNotNull();
        assertRejected(URL, TestCertificate.UNTIL.plusSeconds(1), "certificate");
        assertRejected(URL, TestCertificate.FROM.minusSeconds(1), "certificate");
        assertThat(fetched).hasSize(1);
    }

    @Test
    void keyOf_intermediateThatHadExpired_isRejectedAlsoBehindAGoodOne() throws Exception {
        Instant early = TestCertificate.FROM.plus(Duration.ofDays(30));
        answer = CHAIN.withIntermediateUntil(early);
        assertThat(certificates.keyOf(URL, RULE, "s", early)).isNotNull();
        assertRejected(URL, early.plusSeconds(1), "certificate");
    }

    @Test
    void keyOf_sendersChain_isItsKeyWithOrWithoutTheRootAndInAnyOrderBehindTheLeaf() throws Exception {
        assertThat(certificates.keyOf(URL, RULE, "s", NOW))
                .isEqualTo(CHAIN.leaf().getPublicKey());
        answer = TestChain.pem(CHAIN.leaf(), CHAIN.root(), CHAIN.intermediate());
        assertThat(certificates.keyOf(URL + "2", RULE, "s", NOW))
                .isEqualTo(CHAIN.leaf().getPublicKey());
    }

    @Test
    void keyOf_madeUpUrls_areFetchedSoManyTimesAMinute() throws Exception {
        certificates.keyOf(URL, RULE, "s", NOW);
        answer = new DocumentRejectedException("the host answered 404");
        for (int i = 0; i < FetchBudget.PER_MINUTE - 1; i++) {
            assertRejected(URL + "?" + i, NOW, "certificate");
        }
        assertThatThrownBy(() -> certificates.keyOf(URL + "?x", RULE, "s", NOW))
                .isInstanceOf(RetryLaterException.class);
        assertThat(certificates.keyOf(URL, RULE, "s", NOW)).isNotNull();
        assertThat(fetched).hasSize(FetchBudget.PER_MINUTE);
    }

    @Test
    void defaultRoots_areThoseOfTheJdk() {
        assertThat(DefaultRoots.get()).hasSizeGreaterThan(50);
        FetchedCertificates real = new FetchedCertificates((url, maxBytes) -> CHAIN.pem(), clock);
        assertThatThrownBy(() -> real.keyOf(URL, RULE, "s", NOW)).isInstanceOf(RejectionException.class);
    }
}
