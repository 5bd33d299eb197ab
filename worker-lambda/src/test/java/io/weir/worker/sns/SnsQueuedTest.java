package io.weir.worker.sns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages that SNS itself put on the queue without a signature, as it does for FIFO topics. */
class SnsQueuedTest extends SnsVerifierSetup {
    private static final String FIFO = "arn:aws:sns:us-east-1:123456789012:orders.fifo";
    private static final Source PLAIN = Source.ofSns("orders", FIFO);
    private static final Source TRUSTING = PLAIN.toBuilder().trustsQueue(true).build();

    private static byte[] message(Map<String, String> others) {
        Map<String, Object> json = new LinkedHashMap<>(Map.of(
                "Type", "Notification",
                "MessageId", "0d5f7dd6-1f4c-5a56-a9f8-2ba3a1b9d7c1",
                "SequenceNumber", "10000000000000003000",
                "TopicArn", FIFO,
                "Message", "an order",
                "Timestamp", "2026-03-04T12:00:00.000Z",
                "UnsubscribeURL", "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe"));
        json.putAll(others);
        return Json.write(json).getBytes(UTF_8);
    }

    private static void assertRefused(Verification verification, Reason reason, String detail) {
        assertThat(verification).isInstanceOfSatisfying(Verification.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.detail()).contains(detail);
        });
    }

    @Test
    void verifyAtOwnTime_unsignedOfATopicOfASourceThatTrustsTheQueue_isGenuine() {
        assertThat(verifier.verifyAtOwnTime(message(Map.of()), TRUSTING))
                .isInstanceOfSatisfying(Verification.Genuine.class, genuine -> {
                    assertThat(genuine.event().body()).isEqualTo("an order".getBytes(UTF_8));
                    assertThat(genuine.event().id()).isEqualTo("0d5f7dd6-1f4c-5a56-a9f8-2ba3a1b9d7c1");
                });
        assertThat(host.requests()).isEmpty();
    }

    @Test
    void verifyAtOwnTime_unsignedWithoutTrust_saysWhatToDo() {
        assertRefused(
                verifier.verifyAtOwnTime(message(Map.of()), PLAIN),
                Reason.UNSIGNED,
                "say \"trust\": \"queue\" in the source");
    }

    @Test
    void verifyAtOwnTime_unsignedOfATopicThatIsNotNamed_isRejected() {
        assertRefused(
                verifier.verifyAtOwnTime(message(Map.of("TopicArn", FIFO.replace("orders", "others"))), TRUSTING),
                Reason.TOPIC,
                "not on the source's list");
    }

    @Test
    void verifyAtOwnTime_partOfASignature_isVerifiedNotBelieved() {
        assertRefused(
                verifier.verifyAtOwnTime(message(Map.of("Signature", "AAAA")), TRUSTING),
                Reason.MALFORMED,
                "SignatureVersion is missing");
        assertRefused(
                verifier.verifyAtOwnTime(message(Map.of("SignatureVersion", "2")), TRUSTING),
                Reason.MALFORMED,
                "is missing");
    }

    @Test
    void verifyAtOwnTime_unsignedConfirmation_isNeverBelieved() {
        assertRefused(
                verifier.verifyAtOwnTime(
                        message(Map.of("Type", "SubscriptionConfirmation", "Token", "t", "SubscribeURL", "https://x")),
                        TRUSTING),
                Reason.UNSIGNED,
                "only a notification");
    }

    @Test
    void verify_unsignedThroughTheDoor_isRejectedWhateverTheSourceTrusts() {
        assertThat(verifier.verify(request(message(Map.of()), Map.of(), RECEIVED_AT), TRUSTING))
                .isInstanceOf(Verification.Rejected.class);
    }
}
