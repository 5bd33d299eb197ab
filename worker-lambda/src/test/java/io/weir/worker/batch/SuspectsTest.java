package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.fifo;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.retry.Unfinished;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Records that may have ended the process before. */
class SuspectsTest extends BatchFixture {
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    private static SQSMessage again(String id, int receives) {
        return received(record(id, "{}", Map.of("source", "s")), receives);
    }

    /** As if an attempt of the record had ended with the process. */
    private void died(String id, int times, boolean proven) {
        QueueRecord record = QueueRecord.builder(id).receiveCount(2).build();
        Unfinished unfinished = new Unfinished(claims, clock);
        unfinished.begin(record);
        for (int i = 1; i < times; i++) {
            Unfinished.Mark mark = unfinished.begin(record);
            mark.again();
            if (proven) {
                mark.proven();
            }
        }
    }

    private int found(String id) {
        return new Unfinished(claims, clock)
                .begin(QueueRecord.builder(id).receiveCount(2).build())
                .found();
    }

    @Test
    void suspect_amongOthers_runsLastAndAlone() {
        died("m1", 1, false);
        died("m3", 1, false);
        AtomicInteger running = new AtomicInteger();
        processor((record, notes) -> {
                    int together = running.incrementAndGet();
                    order.add(record.messageId() + (together > 1 ? "+" : ""));
                    running.decrementAndGet();
                    return done();
                })
                .process(event(again("m0", 3), again("m1", 3), again("m2", 3), again("m3", 3)), PLENTY);
        assertThat(order.subList(0, 2)).allMatch(id -> id.startsWith("m0") || id.startsWith("m2"));
        assertThat(order.subList(2, 4)).containsExactlyInAnyOrder("m1", "m3");
        assertThat(found("m1")).isZero();
        assertThat(found("m3")).isZero();
    }

    @Test
    void suspect_whileAnotherBatchRuns_waitsForItAndKeepsItsNextOut() throws Exception {
        died("suspect", 1, false);
        CountDownLatch slowRuns = new CountDownLatch(1);
        CountDownLatch slowMayEnd = new CountDownLatch(1);
        BatchProcessor processor = processor((record, notes) -> {
            if (record.messageId().equals("slow")) {
                slowRuns.countDown();
                slowMayEnd.await();
            }
            order.add(record.messageId());
            return done();
        });
        Thread slow = Thread.ofVirtual().start(() -> processor.process(event(again("slow", 1)), PLENTY));
        slowRuns.await();
        Thread suspect = Thread.ofVirtual().start(() -> processor.process(event(again("suspect", 2)), PLENTY));
        org.awaitility.Awaitility.await().until(() -> suspect.getState() == Thread.State.TIMED_WAITING);
        assertThat(order).isEmpty();
        slowMayEnd.countDown();
        slow.join();
        suspect.join();
        assertThat(order).containsExactly("slow", "suspect");
    }

    @Test
    void threeDeaths_areBuriedAsPoisonWithoutAFourthAttempt() {
        died("proven", 3, true);
        died("stranger", 3, false);
        List<String> failed = ids(processor((record, notes) -> {
                    order.add(record.messageId());
                    return done();
                })
                .process(event(again("proven", 5), again("stranger", 5), again("good", 5)), PLENTY));
        assertThat(failed).isEmpty();
        assertThat(order).containsExactly("good");
        assertThat(dead.keySet()).extracting(QueueRecord::messageId).containsExactly("proven");
        assertThat(dead.values().iterator().next().toJson())
                .contains("\"reason\":\"poison\"", "ended 3 times", "\"attempts\":5");
        assertThat(unproven.keySet()).extracting(QueueRecord::messageId).containsExactly("stranger");
        assertThat(found("proven")).isZero(); // redriven it has its chances anew
    }

    @Test
    void poison_thatNoQueueTakes_staysAndIsStillPoison() {
        died("a", 3, true);
        deadLettersDown = true;
        assertThat(ids(processor((record, notes) -> done()).process(event(again("a", 5)), PLENTY)))
                .containsExactly("a");
        deadLettersDown = false;
        assertThat(ids(processor((record, notes) -> done()).process(event(again("a", 6)), PLENTY)))
                .isEmpty();
        assertThat(dead).hasSize(1);
    }

    @Test
    void everyOutcome_takesTheMarkBack() {
        processor((record, notes) -> switch (record.messageId()) {
                    case "done" -> done();
                    case "retry" -> new Outcome.Retry("x", "");
                    case "dead" -> new Outcome.Dead("x", "");
                    default -> throw new StackOverflowError();
                })
                .process(event(again("done", 2), again("retry", 2), again("dead", 2), again("fault", 2)), PLENTY);
        for (String id : List.of("done", "retry", "dead", "fault")) {
            assertThat(found(id)).as(id).isZero();
        }
    }

    @Test
    void noTimeLeft_takesTheMarkBack() {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 2; i < 7; i++) {
            processor((record, notes) -> {
                        never.await();
                        return done();
                    })
                    .process(event(again("slow", i)), new io.weir.worker.fakes.FakeContext(100));
        }
        assertThat(found("slow")).isZero();
        assertThat(dead).isEmpty();
        assertThat(unproven).isEmpty();
    }

    @Test
    void suspectOfAGroup_holdsWhatIsBehindIt() {
        died("a1", 1, false);
        processor((record, notes) -> {
                    order.add(record.messageId());
                    return done();
                })
                .process(event(received(fifo("a0", "a"), 2), received(fifo("a1", "a"), 2), fifo("a2", "a")), PLENTY);
        assertThat(order).containsExactly("a0", "a1", "a2");
    }
}
