package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.fifo;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.retry.Unfinished;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts for and against a record that may have ended the process, and in which order several of them run. */
class SuspectMarksTest extends BatchFixture {
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final CountDownLatch atTheEnd = new CountDownLatch(1);

    @AfterEach
    void endWhatStillRuns() {
        atTheEnd.countDown();
    }

    /** Attempts that the process did not survive: none of them came to an outcome. */
    private void died(String id, int times, boolean proven) {
        for (int i = 0; i < times; i++) {
            Unfinished.Mark mark = new Unfinished(claims, clock)
                    .begin(QueueRecord.builder(id).receiveCount(2 + i).build());
            if (i > 0) {
                mark.again();
                if (proven) {
                    mark.proven();
                }
            }
        }
    }

    /** How many attempts without an outcome the next receive would find. */
    private int found(String id) {
        return new Unfinished(claims, clock)
                .begin(QueueRecord.builder(id).receiveCount(99).build())
                .found();
    }

    private Outcome run(QueueRecord record, Notes notes) {
        ran.add(record.messageId());
        return done();
    }

    private static SQSMessage again(String id) {
        return received(record(id, "", Map.of()), 9);
    }

    @Test
    void process_matesOfAKilledBatch_comeThroughAndTheirMarksAreCleared() {
        List<String> mates = Stream.of("a", "b", "c").toList();
        mates.forEach(id -> died(id, 1, false));
        died("poison", 3, false);

        assertThat(ids(processor(this::run)
                        .process(event(again("poison"), again("a"), again("b"), again("c")), PLENTY)))
                .isEmpty();

        assertThat(ran).containsExactlyInAnyOrderElementsOf(mates);
        assertThat(mates).allSatisfy(id -> assertThat(found(id)).isZero());
    }

    @Test
    void process_severalSuspects_thoseThatAreLessSuspectRunFirst() {
        died("twice", 2, false);
        died("once", 1, false);
        processor(this::run).process(event(again("twice"), again("once")), PLENTY);
        assertThat(ran).containsExactly("once", "twice");
    }

    @Test
    void process_whileASuspectRuns_itsMarkCountsTheAttempt() {
        died("suspect", 1, false);
        processor((record, notes) -> {
                    notes.proven();
                    Unfinished.Mark meanwhile = new Unfinished(claims, clock).begin(record);
                    assertThat(meanwhile.found()).isEqualTo(2);
                    assertThat(meanwhile.wasProven()).isTrue();
                    return run(record, notes);
                })
                .process(event(again("suspect")), PLENTY);
        assertThat(ran).containsExactly("suspect");
    }

    @Test
    void process_whileASecondReceiveRuns_itIsMarked() {
        processor((record, notes) -> {
                    assertThat(found("m")).isOne();
                    return run(record, notes);
                })
                .process(event(received(record("m", "", Map.of()), 2)), PLENTY);
        assertThat(ran).containsExactly("m");
        assertThat(found("m")).isZero();
    }

    @Test
    void process_retry_isAnOutcomeToo() {
        died("m", 2, false);
        assertThat(ids(processor((record, notes) -> new Outcome.Retry("x", "")).process(event(again("m")), PLENTY)))
                .containsExactly("m");
        assertThat(found("m")).isZero();
    }

    @Test
    void process_heldByAnotherAttempt_countsNeitherForNorAgainstIt() {
        died("m", 2, false);
        processor((record, notes) -> Outcome.Retry.held(Duration.ZERO)).process(event(again("m")), PLENTY);
        assertThat(found("m")).isEqualTo(2);
    }

    @Test
    void process_cannotBeInterrupted_isAnOutcomeToo() {
        assertThat(ids(processor((record, notes) -> {
                            while (atTheEnd.getCount() > 0) {
                                Thread.onSpinWait(); // deaf to interrupts
                            }
                            return done();
                        })
                        .process(event(again("m")), new FakeContext(300))))
                .containsExactly("m");
        assertThat(found("m")).isZero();
    }

    @Test
    void process_noTimeForASuspect_leavesItAsItWas() {
        died("suspect", 1, false);
        assertThat(ids(processor((record, notes) -> {
                            atTheEnd.await();
                            return done();
                        })
                        .process(event(again("suspect"), record("slow", "", Map.of())), new FakeContext(300))))
                .containsExactly("suspect", "slow");
        assertThat(found("suspect")).isOne();
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("\"Reason\":\"not-begun\"");
    }

    @Test
    void process_behindASuspectThatFails_isHeldBack() {
        died("a0", 1, false);
        assertThat(ids(processor((record, notes) -> {
                            ran.add(record.messageId());
                            return new Outcome.Retry("x", "");
                        })
                        .process(event(received(fifo("a0", "a"), 9), fifo("a1", "a")), PLENTY)))
                .containsExactly("a0", "a1");
        assertThat(ran).containsExactly("a0");
    }

    @Test
    void process_suspectThatCannotBeInterrupted_stopsNoLaterBatch() {
        died("suspect", 1, false);
        BatchProcessor processor = processor((record, notes) -> {
            while (record.messageId().equals("suspect") && atTheEnd.getCount() > 0) {
                Thread.onSpinWait(); // deaf to interrupts
            }
            return run(record, notes);
        });
        assertThat(ids(processor.process(event(again("suspect")), new FakeContext(300))))
                .containsExactly("suspect");

        assertThat(ids(processor.process(event(again("a"), again("b")), PLENTY)))
                .isEmpty();
        assertThat(ran).containsExactlyInAnyOrder("a", "b");
    }
}
