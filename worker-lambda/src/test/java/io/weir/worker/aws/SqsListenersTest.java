package io.weir.worker.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.worker.fakes.FakeSqs;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** What those who listen get a copy of. */
class SqsListenersTest {
    private final FakeSqs sqs = new FakeSqs();
    private final SqsListeners listeners = new SqsListeners(sqs, "listen");

    private static Report report(Outcome outcome, Notes notes) {
        QueueRecord record = QueueRecord.builder("m")
                .body("body")
                .attributes(Map.of("source", "shop"))
                .build();
        return new Report(record, "id", "shop", outcome, notes, new Report.Timing(Instant.EPOCH, Duration.ZERO, null));
    }

    private static Notes proven() {
        Notes notes = new Notes();
        notes.proven();
        return notes;
    }

    @Test
    void whatIsProvenAndOver_isCopiedAsItIs() {
        listeners.report(report(new Outcome.Done("acted"), proven()));
        await().untilAsserted(() -> assertThat(sqs.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.queueUrl()).isEqualTo("listen");
            assertThat(sent.messageBody()).isEqualTo("body");
            assertThat(sent.messageAttributes().get("source").stringValue()).isEqualTo("shop");
        }));
        listeners.report(report(new Outcome.Dead("action-http", "it answered 400"), proven()));
        await().untilAsserted(() -> assertThat(sqs.sent()).hasSize(2));
    }

    /** What is not copied is decided before a thread is begun: then the last one is the only one. */
    @Test
    void whatIsNotProvenNotOverOrNotNew_isNot() {
        Notes duplicate = proven();
        duplicate.duplicate();
        Notes replay = proven();
        replay.replayOf("old");
        listeners.report(report(new Outcome.Rejected("signature", "no"), new Notes()));
        listeners.report(report(new Outcome.Unproven("secret", "no"), new Notes()));
        listeners.report(report(new Outcome.Retry("action-http", "no"), proven()));
        listeners.report(report(new Outcome.Done("a duplicate"), duplicate));
        listeners.report(report(new Outcome.Done("acted"), replay));
        listeners.report(report(new Outcome.Done("acted"), proven()));
        await().untilAsserted(() -> assertThat(sqs.sent()).hasSize(1));
    }

    @Test
    void aQueueThatIsDown_harmsNobody() {
        sqs.setDown(true);
        listeners.report(report(new Outcome.Done("acted"), proven()));
        sqs.setDown(false);
        await().untilAsserted(() -> {
            listeners.report(report(new Outcome.Done("acted"), proven()));
            assertThat(sqs.sent()).isNotEmpty();
        });
    }

    @Test
    void whatIsTooMuchAtOnce_isLeftOut_andNobodyWaits() {
        CountDownLatch open = new CountDownLatch(1);
        FakeSqs slow = new FakeSqs();
        SqsListeners waiting = new SqsListeners(new Delegating(slow, open), "listen");
        for (int i = 0; i < 100; i++) {
            waiting.report(report(new Outcome.Done("acted"), proven()));
        }
        assertThat(slow.sent()).isEmpty();
        open.countDown();
        await().untilAsserted(() -> assertThat(slow.sent()).hasSize(16));
    }

    /** Sends once it is opened. */
    private record Delegating(FakeSqs sqs, CountDownLatch open)
            implements software.amazon.awssdk.services.sqs.SqsClient {
        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return sqs.sendMessage(request);
        }

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
