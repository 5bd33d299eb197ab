package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.onQueue;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentAt;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.record.Failure;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What becomes of a record for whose attempt the time of the batch is never enough. */
class BrokenOffTest extends BatchFixture {
    private static final FakeContext LITTLE = new FakeContext(300);

    private final CountDownLatch never = new CountDownLatch(1);

    private static SQSMessage one(Duration age) {
        return sentAt(NOW.minus(age), record("a", "body", Map.of("source", "s")));
    }

    private Outcome hang(QueueRecord record, Notes notes) throws InterruptedException {
        notes.proven();
        never.await();
        return done();
    }

    @Override
    void bury(QueueRecord record, Failure failure) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("aborted: the thread is interrupted");
        }
        super.bury(record, failure);
    }

    @Test
    void hangs_waitsInTheSlowLaneAndNotHiddenInTheQueue() {
        List<String> failed = ids(processor(this::hang).process(event(received(one(Duration.ofHours(3)), 9)), LITTLE));
        assertThat(failed).isEmpty();
        assertThat(provenLane.sent()).hasSize(1);
    }

    @Test
    void hangsUntilTheQueueIsAboutToForgetIt_isBuriedWithItsReason() {
        Waiting waiting = new Waiting(
                NOW.minus(Duration.ofDays(14)),
                null,
                NOW.minus(Duration.ofDays(14)),
                60,
                null,
                NOW.minus(Duration.ofDays(14)),
                NOW);
        SQSMessage old = sentAt(
                NOW.minus(Duration.ofDays(14)),
                onQueue("weir-retry", record("a", "body", Map.of("source", "s", "retry", waiting.toJson()))));
        assertThat(ids(processor(this::hang).process(event(old), LITTLE))).isEmpty();
        assertThat(dead.values())
                .singleElement()
                .satisfies(failure -> assertThat(failure.fault().reason()).isEqualTo("no-time"));
    }

    @Test
    void callThatFailsWhenItIsInterrupted_isSettledAllTheSame() {
        lane = null;
        assertThat(ids(processor((record, notes) -> {
                            notes.proven();
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                throw new IOException("closed by interrupt", e);
                            }
                            return done();
                        })
                        .process(event(one(Duration.ofHours(24))), LITTLE)))
                .isEmpty();
        assertThat(dead).hasSize(1);
    }
}
