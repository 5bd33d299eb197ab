package io.weir.worker;

import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.worker.kit.TestMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** What nobody could prove before its last receive, and what was proven and failed. */
class WorkerUnprovenTest extends WorkerFixture {
    @Test
    void undecidedAtItsLastReceive_goesToItsOwnQueueWithTheReasonAndIsDeleted() {
        certificatesDown = true;
        assertThat(handle(
                        received(record("a", sns(TestMessage.notification())), 5),
                        received(record("b", sns(TestMessage.notification())), 4)))
                .containsExactly("b");

        SendMessageRequest kept = sqs.sent().getFirst();
        assertThat(sqs.sent()).hasSize(1);
        assertThat(kept.queueUrl()).isEqualTo("unproven");
        assertThat(kept.messageAttributes().get("failure").stringValue())
                .contains("\"reason\":\"certificate\"", "\"attempts\":5");
        assertThat(kept.messageAttributes().get("source").stringValue()).isEqualTo("budgets");
        assertThat(log()).contains("\"Outcome\":\"Unproven\"", "\"Unproven\":1", "\"Name\":\"Unproven\"");
        assertThat(bucket.objects()).isEmpty();
    }

    @Test
    void provenAndFailedAtItsLastReceive_isLeftToTheRedrivePolicy() {
        mailDown = true;
        assertThat(handle(received(record("a", github("mailed", "secret", "text".getBytes(UTF_8))), 5)))
                .containsExactly("a");
        assertThat(sqs.sent()).isEmpty();
        assertThat(bucket.objects()).containsKey("failures/2026/03/04/a");
    }

    @Test
    void bucketDownWhenTheInboxIsReadAtTheLastReceive_isUnproven() throws Exception {
        var pointer = received(pointer("a", github("github", "secret", new byte[1])), 5);
        bucket.setDown(true);
        assertThat(handle(pointer)).isEmpty();
        assertThat(sqs.sent().getFirst().queueUrl()).isEqualTo("unproven");
    }

    @Test
    void unprovenQueueDown_isRetriedRatherThanLost() {
        secretsDown = true;
        sqs.setDown(true);
        assertThat(handle(received(record("a", github("github", "secret", new byte[1])), 5)))
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
