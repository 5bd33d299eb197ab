package io.weir.worker;

import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentAt;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.worker.kit.TestMessage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** What nobody could prove for as long as it was tried, and what was proven and failed. */
class WorkerUnprovenTest extends WorkerFixture {
    private static final Duration DAY = Duration.ofHours(24);

    @Test
    void undecidedForADay_goesToItsOwnQueueWithTheReasonAndIsDeleted() {
        certificatesDown = true;
        assertThat(handle(
                        sentAt(NOW.minus(DAY), received(record("a", sns(TestMessage.notification())), 5)),
                        sentAt(NOW.minus(DAY).plusSeconds(10), record("b", sns(TestMessage.notification())))))
                .containsExactly("b");

        SendMessageRequest kept = sqs.sent().getFirst();
        assertThat(sqs.sent()).hasSize(1);
        assertThat(kept.queueUrl()).isEqualTo("unproven");
        assertThat(kept.messageAttributes().get("failure").stringValue())
                .contains("\"reason\":\"certificate\"", "\"attempts\":5");
        assertThat(kept.messageAttributes().get("source").stringValue()).isEqualTo("budgets");
        assertThat(log()).contains("\"Outcome\":\"Unproven\"", "\"Unproven\":1");
        assertThat(bucket.objects()).isEmpty();
    }

    @Test
    void provenAndFailedForADay_isADeadLetterWithItsReason() {
        mailDown = true;
        assertThat(handle(sentAt(
                        NOW.minus(DAY), received(record("a", github("mailed", "secret", "text".getBytes(UTF_8))), 34))))
                .isEmpty();
        SendMessageRequest dead = sqs.sent().getFirst();
        assertThat(dead.queueUrl()).isEqualTo("dlq");
        assertThat(dead.messageAttributes().get("failure").stringValue())
                .contains(
                        "\"reason\":\"action-email\"",
                        "\"exception\":\"java.io.IOException\"",
                        "\"attempts\":34",
                        "\"firstSeen\":\"2026-03-03T12:00:05Z\"",
                        "\"lastSeen\":\"2026-03-04T12:00:05Z\"");
    }

    @Test
    void provenAndFailedAtTheLastReceive_isBuriedBeforeSqsMovesIt() {
        mailDown = true;
        assertThat(handle(received(record("a", github("mailed", "secret", "text".getBytes(UTF_8))), 100)))
                .isEmpty();
        assertThat(sqs.sent().getFirst().messageAttributes()).containsKey("failure");
    }

    @Test
    void bucketDownForADayWhenTheInboxIsRead_isUnproven() throws Exception {
        var pointer = sentAt(NOW.minus(DAY), pointer("a", github("github", "secret", new byte[1])));
        bucket.setDown(true);
        assertThat(handle(pointer)).isEmpty();
        assertThat(sqs.sent().getFirst().queueUrl()).isEqualTo("unproven");
    }

    @Test
    void unprovenQueueDown_isRetriedRatherThanLost() {
        secretsDown = true;
        sqs.setDown(true);
        assertThat(handle(sentAt(NOW.minus(DAY), record("a", github("github", "secret", new byte[1])))))
                .containsExactly("a");
        assertThat(log()).contains("\"Reason\":\"unproven-queue\"");
    }

    @Test
    void messageWithAsManyAttributesAsSqsTakes_isSentOnWithoutTheReason() {
        Map<String, String> attributes = new java.util.HashMap<>();
        for (int i = 0; i < 10; i++) {
            attributes.put("a" + i, "x");
        }
        assertThat(handle(record("a", "garbage", attributes))).isEmpty();
        assertThat(sqs.sent().getFirst().messageAttributes()).hasSize(10).doesNotContainKey("failure");
    }
}
