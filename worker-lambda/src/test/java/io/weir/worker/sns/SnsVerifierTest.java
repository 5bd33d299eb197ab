package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.Event;
import io.weir.action.SnsMessage;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.kit.TestMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is genuine, however it is written. */
class SnsVerifierTest extends SnsVerifierSetup {
    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void verify_notificationOfEitherVersion_isGenuineWithoutItsSecrets(String version) {
        TestMessage message =
                TestMessage.notification().with("SignatureVersion", version).sign(CERTIFICATE.keys());

        Event event = assertGenuine(verify(message), FETCH);

        assertThat(event.body()).isEqualTo("Hello\nworld".getBytes(UTF_8));
        assertThat(event.id()).isEqualTo(message.get("MessageId"));
        assertThat(event.sns().subject()).isEqualTo("subject");
        assertThat(event.sns().toString() + event.headers() + event)
                .doesNotContain("Unsubscribe", message.get("Signature"));
    }

    @Test
    void verify_subscriptionConfirmation_isPendingWithItsToken() {
        Verification verification = verify(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                .sign(CERTIFICATE.keys()));

        assertThat(verification).isInstanceOf(Verification.SubscriptionPending.class);
        assertThat(((Verification.SubscriptionPending) verification).token()).isEqualTo("secret-token");
        assertThat(verification.toString()).doesNotContain("secret-token");
        assertThat(host.requests()).containsExactly(FETCH);
    }

    @Test
    void verify_unsubscribeConfirmation_isGenuineAndNothingIsFetchedButTheCertificate() {
        Event event = assertGenuine(
                verify(TestMessage.confirmation(SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION)
                        .sign(CERTIFICATE.keys())),
                FETCH);
        assertThat(event.sns().type()).isEqualTo(SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION);
    }

    @Test
    void verify_subjectNullAndSubjectAbsent_areTheSame() {
        TestMessage message = TestMessage.notification().with("Subject", null).sign(CERTIFICATE.keys());
        assertThat(verify(message)).isInstanceOf(Verification.Genuine.class);
        assertGenuine(verify(message.withNull("Subject")), FETCH);
    }

    @Test
    void verify_emptySubject_isAPresentOne() {
        assertGenuine(verify(TestMessage.notification().with("Subject", "").sign(CERTIFICATE.keys())), FETCH);
    }

    @Test
    void verify_emptySubjectInsteadOfNone_isAnotherMessage() {
        TestMessage message = TestMessage.notification().with("Subject", null).sign(CERTIFICATE.keys());
        assertRejected(verify(message.with("Subject", "")), Reason.SIGNATURE, FETCH);
    }

    @Test
    void verify_spellingOfLambda_isAccepted() {
        assertGenuine(
                verify(TestMessage.notification()
                        .sign(CERTIFICATE.keys())
                        .rename("SigningCertURL", "SigningCertUrl")
                        .rename("UnsubscribeURL", "UnsubscribeUrl")),
                FETCH);
        assertThat(verify(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                        .rename("SubscribeURL", "SubscribeUrl")
                        .sign(CERTIFICATE.keys())))
                .isInstanceOf(Verification.SubscriptionPending.class);
    }

    @Test
    void verify_attributesWithoutEnd_areReadUpToALimit() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            attributes.put("a" + i, Map.of("Type", "String", "Value", "v"));
        }
        Event event = assertGenuine(verify(signed().with("MessageAttributes", attributes)), FETCH);
        assertThat(event.sns().attributes()).hasSize(1000).containsKeys("a0", "a999");
    }

    @Test
    void verify_unknownFieldsAndAttributes_areIgnoredOrRead() {
        Event event = assertGenuine(
                verify(signed().with("SequenceNumber", "10000000000000003000")
                        .with("Future", Map.of("a", List.of(1, 2)))
                        .with(
                                "MessageAttributes",
                                Map.of("colour", Map.of("Type", "String", "Value", "blue"), "odd", 1))),
                FETCH);
        assertThat(event.sns().attributes()).containsExactly(Map.entry("colour", "blue"));
    }

    @Test
    void verify_escapedSlashNulAndSurrogatePairs_areSignedDecoded() {
        String decoded = "a/b\u0000c😀é\r\n";
        TestMessage message =
                TestMessage.notification().with("Message", decoded).sign(CERTIFICATE.keys());
        String escaped = message.json().replace("a/b\\u0000c😀é\\r\\n", "a\\/b\\u0000c\\ud83d\\ude00\\u00e9\\r\\n");

        assertThat(escaped).contains("\\ud83d");
        assertThat(assertGenuine(verify(escaped), FETCH).body()).isEqualTo(decoded.getBytes(UTF_8));
    }

    @Test
    @Tag("slow")
    void verify_messageOf256KiB_isGenuine() {
        assertGenuine(
                verify(TestMessage.notification()
                        .with("Message", "é".repeat(128 * 1024))
                        .sign(CERTIFICATE.keys())),
                FETCH);
    }

    @Test
    void verify_messageThatBeginsWithASurrogatePair_isGenuine() {
        assertGenuine(
                verify(TestMessage.notification().with("Message", "😀\uFFFD").sign(CERTIFICATE.keys())), FETCH);
    }

    @Test
    void verifyAtOwnTime_otherTopicVersionOrSignature_isRejected() {
        TestMessage otherTopic =
                TestMessage.notification().with("TopicArn", TOPIC + "2").sign(CERTIFICATE.keys());
        assertRejected(verifier.verifyAtOwnTime(otherTopic.json().getBytes(UTF_8), source), Reason.TOPIC);
        TestMessage otherVersion = signed().with("SignatureVersion", "3");
        assertRejected(verifier.verifyAtOwnTime(otherVersion.json().getBytes(UTF_8), source), Reason.SIGNATURE_VERSION);
        TestMessage tampered = signed().with("Message", "other");
        assertRejected(verifier.verifyAtOwnTime(tampered.json().getBytes(UTF_8), source), Reason.SIGNATURE, FETCH);
    }

    @Test
    void verifyAtOwnTime_messageOfAnyAge_isJudgedAtItsTimestamp() {
        byte[] body = TestMessage.notification()
                .with("Timestamp", "2025-01-02T00:00:00.000Z")
                .sign(CERTIFICATE.keys())
                .json()
                .getBytes(UTF_8);
        assertGenuine(verifier.verifyAtOwnTime(body, source), FETCH);
    }
}
