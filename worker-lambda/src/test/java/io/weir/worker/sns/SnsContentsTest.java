package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.CERTIFICATE_URL;
import static io.weir.worker.kit.TestMessage.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.SnsMessage;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.kit.TestMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and headers that are not exactly what SNS sends. */
class SnsContentsTest extends SnsVerifierSetup {
    @Test
    void verify_messageTrulySignedForAnotherTopic_isRejectedBeforeAnyFetch() {
        assertRejected(
                verify(TestMessage.notification()
                        .with("TopicArn", "arn:aws:sns:us-east-1:999999999999:mine")
                        .sign(CERTIFICATE.keys())),
                Reason.TOPIC);
    }

    @ParameterizedTest
    @CsvSource({
        "MessageId, 'a\nTimestamp\nb'",
        "Subject, 'a\nTimestamp\nb'",
        "Type, 'Notification\nMessageId\nx'",
        "TopicArn, 'arn:aws:sns:us-east-1:123456789012:budgets\nType\nx'",
        "Timestamp, '2026-03-04T12:00:00.000Z\nx'",
        "SignatureVersion, '2\n'"
    })
    void verify_lineBreakInAFieldOtherThanMessage_isRejectedAsItCouldSplitAnew(String field, String value) {
        assertRejected(verify(signed().with(field, value)), Reason.MALFORMED);
    }

    @Test
    void verify_subjectMovedIntoTheMessageId_isRejectedThoughTheStringToSignIsTheSame() {
        TestMessage message = signed();
        String id = message.get("MessageId");
        assertRejected(
                verify(message.with("MessageId", id + "\nSubject\nsubject").with("Subject", null)), Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Subject\":null,\"Subject\":\"evil\"",
                "\"Subject\":\"evil\",\"Subject\":null",
                "\"Subject\":null,\"Subject\":null",
                "\"Subject\":null,\"\\u0053ubject\":null"
            })
    void verify_subjectTwice_isMalformedThoughOneOfThemIsNull(String subjects) {
        String json = TestMessage.notification()
                .with("Subject", null)
                .sign(CERTIFICATE.keys())
                .json();
        assertRejected(verify("{" + subjects + "," + json.substring(1)), Reason.MALFORMED);
    }

    @Test
    void verify_messageThatContainsFieldLines_isGenuineAsWhatItIs() {
        String message = "x\nMessageId\nforged\nType\nNotification";
        assertGenuine(verify(TestMessage.notification().with("Message", message).sign(CERTIFICATE.keys())), FETCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Type",
                "MessageId",
                "TopicArn",
                "Message",
                "Timestamp",
                "SignatureVersion",
                "Signature",
                "SigningCertURL"
            })
    void verify_fieldMissingNullEmptyOrNoString_isMalformed(String field) {
        for (Object value : new Object[] {"", 1, true, List.of("x"), Map.of("x", "y")}) {
            assertRejected(verify(signed().with(field, value)), Reason.MALFORMED);
        }
        assertRejected(verify(signed().withNull(field)), Reason.MALFORMED);
        assertRejected(verify(signed().with(field, null)), Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token", "SubscribeURL"})
    void verify_confirmationWithoutWhatItNeeds_isMalformed(String field) {
        TestMessage message = TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                .sign(CERTIFICATE.keys());
        assertRejected(verify(message.with(field, null)), Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notification", "NOTIFICATION", "Notification ", "SubscriptionConfirmationX", "x"})
    void verify_typeThatIsNotExact_isMalformed(String type) {
        assertRejected(verify(signed().with("Type", type)), Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-04",
                "2026-03-04T12:00:00",
                "2026-03-04T12:00:00+01:00",
                "2026-02-30T12:00:00Z",
                "now",
                "1772625600",
                "2026-13-04T12:00:00Z",
                "٢026-03-04T12:00:00.000Z"
            })
    void verify_timestampThatIsNoTimeInUtc_isMalformed(String timestamp) {
        assertRejected(
                verify(TestMessage.notification().with("Timestamp", timestamp).sign(CERTIFICATE.keys())),
                Reason.MALFORMED);
    }

    @Test
    void verify_keyTwice_isMalformedHoweverItIsWritten() {
        String json = signed().json();
        assertRejected(verify(json.replace("\"Message\":", "\"Message\":\"x\",\"Message\":")), Reason.MALFORMED);
        assertRejected(verify(json.replace("\"Message\":", "\"Mess\\u0061ge\":\"x\",\"Message\":")), Reason.MALFORMED);
        assertRejected(
                verify(json.replace(
                        "\"SigningCertURL\":", "\"SigningCertUrl\":\"" + CERTIFICATE_URL + "\",\"SigningCertURL\":")),
                Reason.MALFORMED);
    }

    @Test
    void verify_loneSurrogateInvalidUtf8OrByteOrderMark_isMalformed() {
        assertRejected(verify(signed().json().replace("Hello", "\\ud800")), Reason.MALFORMED);
        assertRejected(verify(signed().json().replace("Hello", "\\udc00\\ud800")), Reason.MALFORMED);
        assertRejected(verify("\uFEFF" + signed().json()), Reason.MALFORMED);
        byte[] invalid = signed().json().replace("Hello", "\u0001").getBytes(UTF_8);
        for (int i = 0; i < invalid.length; i++) {
            if (invalid[i] == 1) {
                invalid[i] = (byte) 0xFF;
            }
        }
        byte[] body = invalid;
        assertRejected(verifier.verify(request(body, Map.of(), RECEIVED_AT), source), Reason.MALFORMED);
    }

    @Test
    @Tag("slow")
    void verify_hostileJson_isMalformedInBoundedTime() {
        String deep = "[".repeat(100_000);
        assertRejected(verify(deep), Reason.MALFORMED);
        assertRejected(verify("{\"a\":" + deep), Reason.MALFORMED);
        assertRejected(verify("{\"a\":".repeat(100_000)), Reason.MALFORMED);
        assertRejected(verify("{\"Type\":" + "9".repeat(6 << 20) + "}"), Reason.MALFORMED);
        assertRejected(verify("{\"a\":" + "9".repeat(1 << 20) + "}"), Reason.MALFORMED);
        assertRejected(verify(signed().json() + "x"), Reason.MALFORMED);
        assertRejected(verify(signed().json() + "{}"), Reason.MALFORMED);
        assertRejected(verify(signed().json().replaceFirst("\\{", "{\"n\":NaN,")), Reason.MALFORMED);
        assertRejected(verify(signed().json().replaceFirst("\\{", "{/* x */")), Reason.MALFORMED);
        assertRejected(verify(signed().json().replace('"', '\'')), Reason.MALFORMED);
        assertRejected(verify("[" + signed().json() + "]"), Reason.MALFORMED);
        assertRejected(verify("{\"Message\":\"" + "x".repeat(SnsMessageParser.MAX_BYTES) + "\"}"), Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{}", "{\"Message\":\"x\"}", "42", "  "})
    void verify_bodyThatIsNoSnsMessage_isUnsignedAndSaysHowToTurnRawDeliveryOff(String body) {
        Verification verification = verify(body);
        assertRejected(verification, Reason.UNSIGNED);
        assertThat(((Verification.Rejected) verification).detail()).contains("RawMessageDelivery=false");
    }

    @Test
    void verify_rawDeliveryHeader_isUnsignedWhateverTheBody() {
        Verification verification = verifier.verify(
                request(signed().json().getBytes(UTF_8), Map.of("x-amz-sns-rawdelivery", "true"), RECEIVED_AT), source);
        assertRejected(verification, Reason.UNSIGNED);
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-sns-message-type, SubscriptionConfirmation",
        "x-amz-sns-message-id, another",
        "x-amz-sns-topic-arn, arn:aws:sns:us-east-1:123456789012:other"
    })
    void verify_headerThatDiffersFromTheBody_isRejectedBeforeAnyFetch(String name, String value) {
        assertRejected(
                verifier.verify(request(signed().json().getBytes(UTF_8), Map.of(name, value), RECEIVED_AT), source),
                Reason.HEADER_MISMATCH);
    }

    @Test
    void verify_headersThatAgree_areFine() {
        TestMessage message = signed();
        Map<String, String> headers = Map.of(
                "X-Amz-Sns-Message-Type",
                "Notification",
                "x-amz-sns-message-id",
                message.get("MessageId"),
                "x-amz-sns-topic-arn",
                TOPIC);
        assertGenuine(verifier.verify(request(message.json().getBytes(UTF_8), headers, RECEIVED_AT), source), FETCH);
    }
}
