package io.weir.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.worker.kit.TestMessage;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages of SNS: through the door, from a queue, and while the door is down. */
@ExtendWith(SharedSystem.class)
@Order(2)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SnsIT {
    private final WeirSystem system;
    private final Seen seen;

    SnsIT(WeirSystem system) {
        this.system = system;
        this.seen = system.seen();
    }

    @Test
    @Order(1)
    void budgetsAlert_publishedToTheTopic_isMailed() {
        system.aws()
                .sns()
                .publish(message -> message.topicArn(WeirSystem.TOPIC + "budgets")
                        .subject("AWS Budgets: monthly has exceeded your alert threshold")
                        .message("""
                        AWS Budget Notification November 24, 2026
                        AWS Account 123456789012

                        Budget Name: monthly
                        Budget Type: Cost
                        Budgeted Amount: $1,234.56
                        Alert Type: ACTUAL
                        Alert Threshold: > $987.65
                        ACTUAL Amount: $1,000.01
                        """));

        await().atMost(Seen.SOON)
                .untilAsserted(() -> assertThat(seen.mails())
                        .anySatisfy(mail -> assertThat(mail)
                                .contains("weir@example.com", "ops@example.com", "monthly", "1,000.01", "1,234.56")));
        assertThat(system.forwarder().problems()).isEmpty();
    }

    @Test
    @Order(2)
    void message_ofATopicWithVersion2_isArchived() {
        String id = system.aws()
                .sns()
                .publish(
                        message -> message.topicArn(WeirSystem.TOPIC + "orders").message("{\"order\": 1}"))
                .messageId();

        assertThat(seen.awaitArchived("orders", id)).isEqualTo("{\"order\": 1}");
    }

    @Test
    @Order(3)
    void envelope_thatSnsPutOnAQueue_isArchived() throws Exception {
        // Signed by LocalStack, so it goes round by a queue of the test and is signed again.
        String relay = system.aws()
                .sqs()
                .createQueue(queue -> queue.queueName("relay"))
                .queueUrl();
        system.aws()
                .sns()
                .subscribe(subscription -> subscription
                        .topicArn(WeirSystem.TOPIC + "orders")
                        .protocol("sqs")
                        .endpoint(WeirSystem.queueArn(relay))
                        .returnSubscriptionArn(true));
        String id = system.aws()
                .sns()
                .publish(
                        message -> message.topicArn(WeirSystem.TOPIC + "orders").message("by SQS"))
                .messageId();
        seen.awaitArchived("orders", id);
        String other = "11111111-2222-4333-8444-555555555555";

        // The same text with another id is another message: what reached the door before cannot hide this one.
        String envelope = seen.awaitMessage(relay).replace(id, other);
        assertThat(system.forwarder().problems()).isEmpty();
        byte[] signed = TestMessage.parse(envelope)
                .with("SigningCertURL", Forwarder.CERTIFICATE_URL)
                .sign(system.forwarder().keys())
                .json()
                .getBytes(UTF_8);
        system.aws().sqs().sendMessage(send -> send.queueUrl(system.queue()).messageBody(new String(signed, UTF_8)));

        assertThat(seen.awaitArchived("orders", other)).isEqualTo("by SQS");
    }

    @Test
    @Order(4)
    void message_thatTheDoorCouldNotTake_reachesTheQueueAsADeadLetterOfItsSubscription() {
        // SNS puts it on the source queue; there LocalStack's own certificate makes the strict verifier refuse it.
        system.forwarder().connect(system.endpoint(), (source, headers, body) -> 503);
        int before = seen.keys("rejected/").size();
        try {
            system.aws()
                    .sns()
                    .publish(message ->
                            message.topicArn(WeirSystem.TOPIC + "orders").message("while the door is down"));

            await().atMost(Seen.SOON)
                    .untilAsserted(() -> assertThat(seen.keys("rejected/")).hasSize(before + 1));
            String sample = seen.keys("rejected/").stream()
                    .map(seen::text)
                    .filter(text -> text.contains("while the door is down"))
                    .findFirst()
                    .orElseThrow();
            assertThat(sample).contains("\"SignatureVersion\"");
        } finally {
            system.forwarder().connect(system.endpoint(), system::deliver);
        }
    }
}
