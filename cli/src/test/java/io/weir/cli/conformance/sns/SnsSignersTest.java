package io.weir.cli.conformance.sns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.conformance.plan.SnsCertificate;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each made-up certificate is, and that the message is signed by the key that is in it. */
class SnsSignersTest {
    private static final String GOOD = "https://sns.us-east-1.amazonaws.com/good.pem";
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final SnsSigners SIGNERS = new SnsSigners(SnsFamilies.KEY, SnsTopic.of(SnsFamilies.ARN), NOW);

    private static X509Certificate certificate(SnsSigner signer) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(signer.laid().body()));
    }

    private static boolean verifies(SnsSigner signer, PublicKey key) throws Exception {
        byte[] text = "text".getBytes(UTF_8);
        Signature signature = Signature.getInstance(key instanceof RSAPublicKey ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initVerify(key);
        signature.update(text);
        return signature.verify(Base64.getDecoder().decode(signer.sign("SHA256withRSA", text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GENUINE | CN=sns.amazonaws.com",
                "RSA_1024 | CN=sns.amazonaws.com",
                "SUBJECT_OF_THE_HOST | CN=sns.us-east-1.amazonaws.com",
                "EXPIRED | CN=sns.amazonaws.com",
                "NOT_YET_VALID | CN=sns.amazonaws.com",
                "OTHER_SUBJECT | CN=evil.example",
                "SUBJECT_OF_ANOTHER_REGION | CN=sns-signing.eu-south-1.amazonaws.com",
                "SUBJECT_WITH_THE_NAME_IN_FRONT | CN=sns.amazonaws.com.evil.example",
                "SUBJECT_WITH_THE_NAME_BEHIND | CN=xsns.amazonaws.com",
                "NAME_OF_AN_ORGANISATION | O=sns.amazonaws.com",
                "NAME_INSIDE_ANOTHER_NAME | CN=evil.example,O=CN\\=sns.amazonaws.com",
                "TWO_NAMES | CN=sns.amazonaws.com,CN=evil.example",
                "MULTI_VALUED_NAME | CN=sns.amazonaws.com+CN=evil.example",
                "EC | CN=sns.amazonaws.com",
                "RSA_512 | CN=sns.amazonaws.com",
                "TWO | CN=sns.amazonaws.com",
                "DER | CN=sns.amazonaws.com"
            })
    void of_certificate_hasTheSubjectAndTheKeyThatSigns(SnsCertificate kind, String subject) throws Exception {
        SnsSigner signer = SIGNERS.of(kind, GOOD);
        X509Certificate certificate = certificate(signer);
        assertThat(certificate.getSubjectX500Principal().getName()).isIn(subject, reversed(subject));
        assertThat(verifies(signer, certificate.getPublicKey())).isTrue();
        assertThat(signer.laid().status()).isEqualTo(200);
    }

    /** RFC 2253 writes a name from its end. */
    private static String reversed(String subject) {
        String separator = subject.contains("+") ? "+" : ",";
        int at = subject.indexOf(separator);
        return subject.substring(at + 1) + separator + subject.substring(0, Math.max(at, 0));
    }

    @Test
    void of_key_isOfTheKindThatItsNameSays() throws Exception {
        assertThat(bits(SnsCertificate.GENUINE)).isEqualTo(2048);
        assertThat(bits(SnsCertificate.RSA_1024)).isEqualTo(1024);
        assertThat(bits(SnsCertificate.RSA_512)).isEqualTo(512);
        assertThat(certificate(SIGNERS.of(SnsCertificate.EC, GOOD)).getPublicKey())
                .isInstanceOf(ECPublicKey.class);
    }

    private static int bits(SnsCertificate kind) throws Exception {
        return ((RSAPublicKey) certificate(SIGNERS.of(kind, GOOD)).getPublicKey())
                .getModulus()
                .bitLength();
    }

    @Test
    void of_validity_isNowExceptOfThoseThatAreNot() throws Exception {
        X509Certificate expired = certificate(SIGNERS.of(SnsCertificate.EXPIRED, GOOD));
        assertThat(expired.getNotAfter()).isBefore(Date.from(NOW));
        X509Certificate early = certificate(SIGNERS.of(SnsCertificate.NOT_YET_VALID, GOOD));
        assertThat(early.getNotBefore()).isAfter(Date.from(NOW));
        for (SnsCertificate kind : Set.of(SnsCertificate.OTHER_SUBJECT, SnsCertificate.EC)) {
            certificate(SIGNERS.of(kind, GOOD)).checkValidity(Date.from(NOW));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SnsCertificate.class,
            names = {"BROKEN", "HTML", "EMPTY"})
    void of_whatIsNoCertificate_cannotBeRead(SnsCertificate kind) {
        assertThatThrownBy(() -> certificate(SIGNERS.of(kind, GOOD))).isInstanceOf(Exception.class);
        assertThat(SIGNERS.of(kind, GOOD).laid().status()).isEqualTo(200);
    }

    @Test
    void of_answers_areWhatTheirNamesSay() {
        assertThat(SIGNERS.of(SnsCertificate.STATUS_404, GOOD).laid().status()).isEqualTo(404);
        assertThat(SIGNERS.of(SnsCertificate.STATUS_429, GOOD).laid().status()).isEqualTo(429);
        assertThat(SIGNERS.of(SnsCertificate.STATUS_500, GOOD).laid().status()).isEqualTo(500);
        assertThat(SIGNERS.of(SnsCertificate.REDIRECT, GOOD).laid().location()).isEqualTo(GOOD);
        assertThat(SIGNERS.of(SnsCertificate.RESET, GOOD).laid().status()).isZero();
        assertThat(SIGNERS.of(SnsCertificate.HUGE, GOOD).laid().body()).hasSizeGreaterThan(1024 * 1024);
        assertThat(new String(SIGNERS.of(SnsCertificate.TWO, GOOD).laid().body(), UTF_8))
                .containsPattern("(?s)BEGIN CERTIFICATE.*BEGIN CERTIFICATE");
        assertThat(new String(SIGNERS.of(SnsCertificate.DER, GOOD).laid().body(), UTF_8))
                .doesNotContain("BEGIN");
    }

    @Test
    void stranger_hasTheNameOfSnsAndAnotherKey() throws Exception {
        X509Certificate stranger = certificate(SIGNERS.stranger());
        assertThat(stranger.getSubjectX500Principal().getName()).isEqualTo("CN=sns.amazonaws.com");
        assertThat(stranger.getPublicKey())
                .isNotEqualTo(SnsFamilies.KEY.pairOfKeys().getPublic());
        assertThat(verifies(SIGNERS.stranger(), stranger.getPublicKey())).isTrue();
    }

    @Test
    void subject_ofARegionWithItsOwnName_isThat() {
        assertThat(SnsSigners.subject(SnsTopic.of("arn:aws:sns:eu-south-1:123456789012:t")))
                .isEqualTo("CN=sns-signing.eu-south-1.amazonaws.com");
    }
}
