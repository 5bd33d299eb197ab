package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is read from the event that Lambda hands over. */
class SqsEventsTest extends BatchFixture {
    @Test
    void process_nullOrEmptyEvent_failsNothing() {
        BatchProcessor processor = processor((record, notes) -> done());
        SQSEvent withoutRecords = new SQSEvent();
        assertThat(ids(processor.process(null, PLENTY))).isEmpty();
        assertThat(ids(processor.process(withoutRecords, PLENTY))).isEmpty();
        assertThat(ids(processor.process(event(), PLENTY))).isEmpty();
    }

    @Test
    void process_recordWithoutMessageId_failsTheInvocationSoThatNothingIsDeleted() {
        BatchProcessor processor = processor((record, notes) -> done());
        assertThatThrownBy(() ->
                        processor.process(event(record("a", "", Map.of()), record(null, "", Map.of())), PLENTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void process_sameMessageTwice_runsItOnceAndReportsItOnce() {
        List<String> ran = new CopyOnWriteArrayList<>();
        BatchProcessor processor = processor((record, notes) -> {
            ran.add(record.messageId());
            return new Outcome.Retry("x", "");
        });
        SQSBatchResponse response =
                processor.process(event(record("a", "", Map.of()), record("a", "", Map.of())), PLENTY);
        assertThat(ids(response)).containsExactly("a");
        assertThat(ran).containsExactly("a");
    }

    @Test
    void process_recordWithNothingInIt_isHandedOverEmpty() {
        SQSEvent.SQSMessage bare = new SQSEvent.SQSMessage();
        bare.setMessageId("a");
        List<QueueRecord> seen = new CopyOnWriteArrayList<>();
        processor((record, notes) -> {
                    seen.add(record);
                    return done();
                })
                .process(event(bare), PLENTY);
        assertThat(seen.getFirst().body()).isEmpty();
        assertThat(seen.getFirst().attributes()).isEmpty();
        assertThat(seen.getFirst().receiveCount()).isEqualTo(1);
    }

    @Test
    void process_unreadableNumbersOfSqs_areReadAsTheFirstReceive() {
        SQSEvent.SQSMessage message = record("a", "", Map.of());
        message.getAttributes().put("ApproximateReceiveCount", "many");
        message.getAttributes().put("SentTimestamp", "then");
        message.getAttributes().put("ApproximateFirstReceiveTimestamp", "1772625601000");
        List<QueueRecord> seen = new CopyOnWriteArrayList<>();
        processor((record, notes) -> {
                    seen.add(record);
                    return done();
                })
                .process(event(message, record("b", "", Map.of())), PLENTY);
        assertThat(seen)
                .filteredOn(record -> record.messageId().equals("a"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.receiveCount()).isOne();
                    assertThat(record.sentAt()).isEqualTo(Instant.EPOCH);
                    assertThat(record.firstReceivedAt()).isEqualTo(Instant.ofEpochMilli(1_772_625_601_000L));
                    assertThat(record).hasToString("QueueRecord[messageId=a, receiveCount=1]");
                });
        assertThat(seen)
                .filteredOn(record -> record.messageId().equals("b"))
                .singleElement()
                .satisfies(record -> assertThat(record.firstReceivedAt()).isEqualTo(record.sentAt()));
    }
}
