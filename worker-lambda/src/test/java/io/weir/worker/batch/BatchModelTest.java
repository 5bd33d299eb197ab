package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.fifo;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.worker.record.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any batch does what a plain loop would do. */
class BatchModelTest extends BatchFixture {
    /** What a record of the model does. */
    enum Behaviour {
        DONE,
        REJECTED,
        DEAD,
        RETRY,
        EXCEPTION,
        ERROR,
        OUT_OF_MEMORY,
        INTERRUPT,
        NOTHING
    }

    record ModelRecord(int group, Behaviour behaviour, int delayMicros) {}

    @Provide
    Arbitrary<List<ModelRecord>> batches() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(Behaviour.class),
                        Arbitraries.integers().between(0, 20))
                .as(ModelRecord::new)
                .list()
                .ofMinSize(0)
                .ofMaxSize(10);
    }

    /** Against the plain sequential specification: what fails, and what runs. */
    @Property(tries = 50_000)
    void process_anyBatch_doesWhatASequentialLoopWouldDo(
            @ForAll("batches") List<ModelRecord> model, @ForAll boolean isFifo) {
        Set<String> expectedFailures = new LinkedHashSet<>();
        Set<String> expectedRuns = new LinkedHashSet<>();
        Set<Integer> stopped = new LinkedHashSet<>();
        SQSEvent.SQSMessage[] messages = new SQSEvent.SQSMessage[model.size()];
        for (int i = 0; i < model.size(); i++) {
            ModelRecord one = model.get(i);
            messages[i] = isFifo ? fifo("m" + i, "g" + one.group()) : record("m" + i, "", Map.of());
            boolean runs = !isFifo || !stopped.contains(one.group());
            boolean fails = !runs || one.behaviour().compareTo(Behaviour.RETRY) >= 0;
            if (runs) {
                expectedRuns.add("m" + i);
            }
            if (fails) {
                expectedFailures.add("m" + i);
                stopped.add(one.group());
            }
        }
        List<String> ran = new CopyOnWriteArrayList<>();

        SQSBatchResponse response = processor((record, notes) -> {
                    ran.add(record.messageId());
                    ModelRecord one =
                            model.get(Integer.parseInt(record.messageId().substring(1)));
                    LockSupport.parkNanos(one.delayMicros() * 1000L);
                    return switch (one.behaviour()) {
                        case DONE -> done();
                        case REJECTED -> new Outcome.Rejected("x", "");
                        case DEAD -> new Outcome.Dead("x", "");
                        case RETRY -> new Outcome.Retry("x", "");
                        case EXCEPTION -> throw new IOException();
                        case ERROR -> throw new StackOverflowError();
                        case OUT_OF_MEMORY -> throw new OutOfMemoryError();
                        case INTERRUPT -> throw new InterruptedException();
                        case NOTHING -> null;
                    };
                })
                .process(event(messages), PLENTY);

        assertThat(ids(response)).containsExactlyElementsOf(new ArrayList<>(expectedFailures));
        assertThat(ran).containsExactlyInAnyOrderElementsOf(expectedRuns);
        log.reset();
    }
}
