package io.weir.worker.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.SnsMessage;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not prove a message, and what is signed of it. */
class SnsSignatureTest extends SnsVerifierSetup {
    @ParameterizedTest
    @ValueSource(strings = {"3", "01", "0", " 2", "2.0", "٢"})
    void verify_otherVersion_isRejectedBeforeAnyFetch(String version) {
        assertRejected(
                verify(TestMessage.notification()
                        .with("SignatureVersion", version)
                        .sign(CERTIFICATE.keys())),
                Reason.SIGNATURE_VERSION);
    }

    @ParameterizedTest
    @CsvSource({"1, SHA256withRSA", "2, SHA1withRSA"})
    void verify_algorithmOfTheOtherVersion_isRejected(String version, String algorithm) {
        assertRejected(
                verify(TestMessage.notification()
                        .with("SignatureVersion", version)
                        .sign(CERTIFICATE.keys(), algorithm)),
                Reason.SIGNATURE,
                FETCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "AAAA\nAAAA", "-_-_", "A"})
    void verify_signatureThatIsNotBase64_isRejectedBeforeAnyFetch(String signature) {
        Reason reason = signature.contains("\n") ? Reason.MALFORMED : Reason.SIGNATURE;
        assertRejected(verify(signed().with("Signature", signature)), reason);
    }

    @Test
    void verify_signatureTooShortTooLongOrOfAnother_isRejected() {
        byte[] bytes = Base64.getDecoder().decode(signed().get("Signature"));
        for (byte[] wrong : List.of(new byte[1], new byte[255], new byte[256], new byte[1024])) {
            assertThat(verify(signed().with("Signature", Base64.getEncoder().encodeToString(wrong))))
                    .isInstanceOf(Verification.Rejected.class);
        }
        bytes[10] ^= 1;
        assertRejected(
                verify(signed().with("Signature", Base64.getEncoder().encodeToString(bytes))), Reason.SIGNATURE, FETCH);
    }

    @ParameterizedTest
    @CsvSource({"Message, other", "MessageId, other", "Subject, other", "Timestamp, 2026-03-04T12:00:00.001Z"})
    void verify_signedFieldChanged_isRejected(String field, String value) {
        assertRejected(verify(signed().with(field, value)), Reason.SIGNATURE, FETCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token", "SubscribeURL"})
    void verify_signedFieldOfAConfirmationChanged_isRejected(String field) {
        assertRejected(
                verify(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                        .sign(CERTIFICATE.keys())
                        .with(field, "https://other")),
                Reason.SIGNATURE,
                FETCH);
    }

    @Test
    void verify_typeChangedAfterSigning_isRejected() {
        assertRejected(
                verify(TestMessage.confirmation(SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION)
                        .sign(CERTIFICATE.keys())
                        .with("Type", "SubscriptionConfirmation")),
                Reason.SIGNATURE,
                FETCH);
    }

    @Test
    void verify_keyOfAStranger_isRejected() {
        TestCertificate stranger = TestCertificate.ofStranger();
        assertRejected(verify(TestMessage.notification().sign(stranger.keys())), Reason.SIGNATURE, FETCH);
    }

    @Test
    void verify_crlfInsteadOfLf_isAnotherMessage() {
        assertRejected(verify(signed().with("Message", "Hello\r\nworld")), Reason.SIGNATURE, FETCH);
    }
}
