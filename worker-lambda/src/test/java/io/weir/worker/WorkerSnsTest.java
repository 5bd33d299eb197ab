package io.weir.worker;

import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.SnsMessage;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.sns.Subscriptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages of SNS through the whole worker. */
class WorkerSnsTest extends WorkerFixture {
    @Test
    void budgetsAlert_isMailed() {
        assertThat(handle(record("a", sns(TestMessage.notification().with("Subject", "AWS Budgets: x")))))
                .isEmpty();
        assertThat(mails).containsExactly("AWS Budgets: x");
    }

    @Test
    void topicVerified_isLoggedAndNothingElse() {
        assertThat(handle(record("a", sns(TestMessage.notification().with("Subject", "SNS Topic Verified!")))))
                .isEmpty();
        assertThat(mails).isEmpty();
        assertThat(log()).contains("AWS Budgets has verified the topic of source budgets");
    }

    @Test
    void subscriptionConfirmation_isConfirmedAndItsTokenIsNeverLogged() {
        assertThat(handle(record("a", sns(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)))))
                .isEmpty();
        assertThat(confirmed).containsExactly(TestMessage.TOPIC + " secret-token");
        assertThat(log()).doesNotContain("secret-token");
    }

    @Test
    void subscriptionConfirmationWithASpentToken_isDone() {
        result = Subscriptions.Result.TOKEN_SPENT;
        assertThat(handle(record("a", sns(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)))))
                .isEmpty();
        assertThat(log()).contains("its token was used up or has expired");
    }

    @Test
    void subscriptionConfirmationWhileSnsIsDown_isRetried() {
        snsDown = true;
        assertThat(handle(record("a", sns(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)))))
                .containsExactly("a");
        assertThat(sqs.hidden()).hasSize(1);
    }

    @Test
    void forgedSubscriptionConfirmation_isNotConfirmed() {
        TestMessage message = TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                .sign(TestCertificate.ofStranger().keys());
        assertThat(handle(
                        record("a", request("budgets", Map.of(), message.json().getBytes(UTF_8)))))
                .isEmpty();
        assertThat(confirmed).isEmpty();
    }

    @Test
    void unsubscribeConfirmation_isLoggedAndNotActedOn() {
        assertThat(handle(record("a", sns(TestMessage.confirmation(SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION)))))
                .isEmpty();
        assertThat(mails).isEmpty();
        assertThat(confirmed).isEmpty();
        assertThat(log()).contains("unsubscribed from " + TestMessage.TOPIC);
    }

    @Test
    void certificateHostDown_isRetriedNeverRejected() {
        certificatesDown = true;
        assertThat(handle(record("a", sns(TestMessage.notification())))).containsExactly("a");
        assertThat(log()).contains("\"Outcome\":\"Retry\"", "\"Reason\":\"certificate\"");
    }

    @Test
    void messageThatSnsItselfQueued_isVerifiedAtItsOwnTimeHoweverOld() {
        String body = TestMessage.notification()
                .with("Timestamp", "2025-02-01T00:00:00.000Z")
                .with("Subject", "old")
                .sign(CERTIFICATE.keys())
                .json();
        assertThat(handle(received(record("a", body, Map.of()), 4))).isEmpty();
        assertThat(mails).containsExactly("old");
    }

    @Test
    void messageThatSnsItselfQueuedOfAnotherTopic_isRejected() {
        String body = TestMessage.notification()
                .with("TopicArn", "arn:aws:sns:us-east-1:999999999999:x")
                .sign(CERTIFICATE.keys())
                .json();
        assertThat(handle(record("a", body, Map.of()))).isEmpty();
        assertThat(mails).isEmpty();
        assertThat(log()).contains("\"Reason\":\"topic\"");
    }
}
