package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.fifo;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.weir.worker.record.Failure;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.retry.Unfinished;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A record that was found marked three times: it is not run again, but set aside with its reason. */
class PoisonRecordTest extends BatchFixture {
    private final List<String> ran = new CopyOnWriteArrayList<>();

    private void died(String id, boolean proven) {
        for (int receive = 2; receive < 2 + Unfinished.MAX; receive++) {
            Unfinished.Mark mark = new Unfinished(claims, clock)
                    .begin(QueueRecord.builder(id).receiveCount(receive).build());
            mark.again();
            if (proven) {
                mark.proven();
            }
        }
    }

    private Outcome run(QueueRecord record, Notes notes) {
        ran.add(record.messageId());
        return done();
    }

    private static SQSMessage poison() {
        return received(record("poison", "", Map.of()), 5);
    }

    private List<String> process(SQSMessage... messages) {
        SQSBatchResponse response = processor(this::run).process(event(messages), PLENTY);
        return ids(response);
    }

    private static void assertPoison(Map<QueueRecord, Failure> queue) {
        assertThat(queue).hasSize(1).allSatisfy((record, failure) -> {
            assertThat(record.messageId()).isEqualTo("poison");
            assertThat(failure.toJson())
                    .contains("\"reason\":\"poison\"", "the process ended 3 times", "\"attempts\":5");
        });
    }

    @Test
    void process_hadNeverBeenProven_goesToTheUnproven() {
        died("poison", false);
        assertThat(process(poison())).isEmpty();
        assertThat(ran).isEmpty();
        assertPoison(unproven);
        assertThat(dead).isEmpty();
    }

    @Test
    void process_inTheLaneOfTheProven_isADeadLetter() {
        died("poison", false);
        SQSMessage poison = poison();
        poison.setEventSourceArn("arn:aws:sqs:us-east-1:123456789012:weir-retry");
        assertThat(process(poison)).isEmpty();
        assertPoison(dead);
    }

    @Test
    void process_setAside_leavesNoMark() {
        died("poison", true);
        process(poison());
        assertThat(claims.entries().values())
                .allSatisfy(mark -> assertThat(mark.givesWay(clock.instant())).isTrue());
    }

    @Test
    void process_deadLetterQueueDown_keepsItWhereItIsAndNeverRunsIt() {
        died("poison", true);
        deadLettersDown = true;
        assertThat(process(poison())).containsExactly("poison");
        assertThat(process(poison())).containsExactly("poison");
        assertThat(delays.values()).allSatisfy(delay -> assertThat(delay).isPositive());
        deadLettersDown = false;
        assertThat(process(poison())).isEmpty();
        assertThat(ran).isEmpty();
        assertPoison(dead);
    }

    @Test
    void process_poisonOfAGroup_letsTheGroupGoOn() {
        died("poison", true);
        SQSMessage poison = received(fifo("poison", "a"), 5);
        assertThat(process(fifo("a0", "a"), poison, fifo("a1", "a"))).isEmpty();
        assertThat(ran).containsExactly("a0", "a1");
        assertPoison(dead);
    }

    @Test
    void process_poisonOfAGroupWithTheDeadLetterQueueDown_holdsTheGroup() {
        died("poison", true);
        deadLettersDown = true;
        SQSMessage poison = received(fifo("poison", "a"), 5);
        assertThat(process(poison, fifo("a1", "a"))).containsExactly("poison", "a1");
        assertThat(ran).isEmpty();
    }

    @Test
    void process_poison_isSetAsideBeforeAnySuspectRuns() {
        died("poison", true);
        new Unfinished(claims, clock)
                .begin(QueueRecord.builder("suspect").receiveCount(2).build());
        processor((record, notes) -> {
                    assertPoison(dead);
                    return run(record, notes);
                })
                .process(event(received(record("suspect", "", Map.of()), 9), poison()), PLENTY);
        assertThat(ran).containsExactly("suspect");
    }
}
