package io.weir.worker;

import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.weir.envelope.Delivery;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.retry.Unfinished;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A record that has ended the process again and again and whose message lies in the inbox. */
class WorkerPoisonTest extends WorkerFixture {
    private static final String SWEEP = "{\"weir\":\"sweep\"}";

    /** What the attempts left behind that the process did not survive. */
    private void died(SQSMessage message) {
        for (int receive = 2; receive < 2 + Unfinished.MAX; receive++) {
            new Unfinished(claims, clock)
                    .begin(QueueRecord.builder(message.getMessageId())
                            .receiveCount(receive)
                            .build())
                    .again();
        }
    }

    @Test
    void poison_whoseMessageLiesInTheInbox_isSetAsideWithoutALookAtIt() throws Exception {
        SQSMessage poison = received(pointer("a", github("github", "secret", new byte[1])), 5);
        died(poison);
        bucket.setDown(true);
        assertThat(handle(poison)).isEmpty();
        bucket.setDown(false);

        assertThat(sqs.sent()).singleElement().satisfies(message -> {
            assertThat(message.queueUrl()).isEqualTo("unproven");
            assertThat(message.messageBody()).isEqualTo(poison.getBody());
            assertThat(message.messageAttributes().get("failure").stringValue()).contains("\"reason\":\"poison\"");
        });
        assertThat(bucket.objects()).containsKey("inbox/a");
        clock.advance(Duration.ofDays(3));
        handle(record("sweep", SWEEP, Map.of()));
        assertThat(sqs.sent()).extracting(SendMessageRequest::queueUrl).containsExactly("unproven");
    }

    @Test
    void poison_thatPointsToNoObjectOfOurInbox_setsNothingAside() {
        for (var pointer : new Delivery.InboxPointer[] {
            new Delivery.InboxPointer("other", "inbox/a"), new Delivery.InboxPointer("bucket", "archive/a")
        }) {
            SQSMessage poison = received(record(pointer.bucket(), pointer.notification(), Map.of()), 5);
            died(poison);
            assertThat(handle(poison)).isEmpty();
        }
        assertThat(claims.entries())
                .isNotEmpty()
                .allSatisfy((key, entry) -> assertThat(key).startsWith("attempt:"));
    }
}
