package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.fifo;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.json.Json;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.record.Failure;
import io.weir.worker.record.Fault;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.TimeBudget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How the records of a batch run: in parallel, in order where it matters, within the time. */
class BatchProcessorTest extends BatchFixture {
    @Test
    void process_errorsOfEveryKindInSomeRecords_touchNoOther() {
        SQSBatchResponse response = processor((record, notes) -> switch (record.messageId()) {
                    case "m1" -> throw new StackOverflowError();
                    case "m3" -> throw new OutOfMemoryError();
                    case "m5" -> throw new InterruptedException();
                    case "m7" -> throw new AssertionError();
                    case "m8" -> null;
                    default -> done();
                })
                .process(ten(), PLENTY);
        assertThat(ids(response)).containsExactly("m1", "m3", "m5", "m7", "m8");
    }

    @Test
    void process_oneRecordThatNeverEnds_isInterruptedAndOnlyItIsRetried() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        SQSBatchResponse response = processor((record, notes) -> {
                    if (record.messageId().equals("m4")) {
                        try {
                            new CountDownLatch(1).await();
                        } finally {
                            interrupted.countDown();
                        }
                    }
                    return done();
                })
                .process(ten(), new FakeContext(500));

        assertThat(ids(response)).containsExactly("m4");
        interrupted.await();
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("\"Reason\":\"no-time\"");
    }

    @Test
    void process_outcomeAfterTheAnswer_changesNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        SQSBatchResponse response = processor((record, notes) -> {
                    boolean waiting = true;
                    while (waiting) {
                        try {
                            release.await();
                            waiting = false;
                        } catch (InterruptedException e) {
                            // A downstream that cannot be interrupted.
                        }
                    }
                    ended.countDown();
                    return done();
                })
                .process(event(record("a", "", Map.of())), new FakeContext(200));
        release.countDown();
        ended.await();
        assertThat(ids(response)).containsExactly("a");
    }

    @Test
    void process_noTimeAtAll_retriesEverythingWithoutRunningIt() {
        List<String> ran = new CopyOnWriteArrayList<>();
        SQSBatchResponse response = processor((record, notes) -> {
                    ran.add(record.messageId());
                    return done();
                })
                .process(ten(), new FakeContext(0));
        assertThat(ids(response)).hasSize(10);
        assertThat(ran).isEmpty();
    }

    @Test
    void process_slowRecords_runInParallel() throws Exception {
        CountDownLatch all = new CountDownLatch(10);
        SQSBatchResponse response = processor((record, notes) -> {
                    all.countDown();
                    all.await();
                    return done();
                })
                .process(ten(), PLENTY);
        assertThat(ids(response)).isEmpty();
    }

    @Test
    void process_moreSlowRecordsOfASourceThanThereArePlaces_leavesRoomForTheOthers() throws Exception {
        CountDownLatch others = new CountDownLatch(4);
        SQSEvent.SQSMessage[] messages = IntStream.range(0, 24)
                .mapToObj(i -> record("m" + i, "{}", Map.of("source", i < 20 ? "s" : "t")))
                .toArray(SQSEvent.SQSMessage[]::new);
        SQSBatchResponse response = processor((record, notes) -> {
                    if (record.attributes().get("source").equals("t")) {
                        others.countDown();
                    } else {
                        others.await(); // as long as the others wait for a place
                    }
                    return done();
                })
                .process(event(messages), PLENTY);
        assertThat(ids(response)).isEmpty();
    }

    @Test
    void process_batchesAtOnce_shareThePlacesAndGiveThemBack() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BatchProcessor processor = processor((record, notes) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1_000_000);
            running.decrementAndGet();
            return record.messageId().equals("m3") ? new Outcome.Retry("x", "") : done();
        });
        List<Future<List<String>>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(callers.submit(() -> ids(processor.process(ten(), PLENTY))));
            }
        }
        for (Future<List<String>> answer : answers) {
            assertThat(answer.get()).containsExactly("m3");
        }
        assertThat(most).hasValueLessThanOrEqualTo(MOST_OF_A_SOURCE);
    }

    @Test
    void process_fifoGroup_runsInOrderAndStopsBehindAFailure() {
        Map<String, List<String>> ran = new ConcurrentHashMap<>();
        SQSBatchResponse response = processor((record, notes) -> {
                    ran.computeIfAbsent(record.groupId(), group -> new CopyOnWriteArrayList<>())
                            .add(record.messageId());
                    return record.messageId().equals("b1") ? new Outcome.Retry("x", "") : done();
                })
                .process(
                        event(fifo("a0", "a"), fifo("b0", "b"), fifo("b1", "b"), fifo("a1", "a"), fifo("b2", "b")),
                        PLENTY);
        assertThat(ids(response)).containsExactly("b1", "b2");
        assertThat(ran.get("a")).containsExactly("a0", "a1");
        assertThat(ran.get("b")).containsExactly("b0", "b1");
    }

    @Test
    void process_groupIdsOfAStandardQueue_doNotMakeAFailureStopOthers() {
        SQSEvent.SQSMessage first = record("a", "", Map.of());
        SQSEvent.SQSMessage second = record("b", "", Map.of());
        first.getAttributes().put("MessageGroupId", "g");
        second.getAttributes().put("MessageGroupId", "g");
        SQSBatchResponse response = processor(
                        (record, notes) -> record.messageId().equals("a") ? new Outcome.Retry("x", "") : done())
                .process(event(first, second), PLENTY);
        assertThat(ids(response)).containsExactly("a");
    }

    @Test
    void process_record_seesItsTimeBudgetAsTheCurrentOne() {
        List<Duration> seen = new CopyOnWriteArrayList<>();
        processor((record, notes) -> {
                    seen.add(TimeBudget.current().remaining());
                    return done();
                })
                .process(event(record("a", "", Map.of())), PLENTY);
        assertThat(seen)
                .singleElement()
                .satisfies(left -> assertThat(left).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30)));
        assertThat(TimeBudget.current().remaining()).isGreaterThan(Duration.ofHours(1));
    }

    @Test
    void process_recordsOfTwoSources_areNeverMoreThanThePlaces() {
        CountDownLatch more = new CountDownLatch(MOST + 1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SQSEvent event = event(IntStream.range(0, 24)
                .mapToObj(i -> record("m" + i, "{}", Map.of("source", i % 2 == 0 ? "s" : "t")))
                .toArray(SQSEvent.SQSMessage[]::new));
        processor((record, notes) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    more.countDown();
                    more.await(200, TimeUnit.MILLISECONDS); // it opens only if one too many is let in, or at the end
                    running.decrementAndGet();
                    return done();
                })
                .process(event, PLENTY);
        assertThat(most).hasValue(MOST);
    }

    @Test
    void duration_ofADecidedAttempt_growsNoMore() {
        Attempt attempt = new Attempt(QueueRecord.builder("m").build());
        Duration before = attempt.duration();
        attempt.decide(done());
        Duration decided = attempt.duration();
        assertThat(decided).isBetween(before, Duration.ofMinutes(1));
        assertThat(attempt.duration()).isEqualTo(decided);
    }

    @Test
    void failure_withAnEndlessDetail_isCut() throws Exception {
        Failure failure = failure("x".repeat(500), null);
        assertThat(failure.fault().detail()).isEqualTo("x".repeat(500));
        assertThat(failure.toJson()).doesNotContain("exception");
        Failure longer = failure("x".repeat(501), "java.io.IOException");
        assertThat(longer.fault().detail()).isEqualTo("x".repeat(500) + "…");
        assertThat(((Map<?, ?>) Json.read(longer.toJson())).get("exception")).isEqualTo("java.io.IOException");
        assertThat(longer.withoutDetail()).isEqualTo(failure("", "java.io.IOException"));
    }

    private static Failure failure(String detail, @Nullable String exception) {
        return new Failure(new Fault("action", detail, exception), 2, NOW, NOW, "7", null);
    }
}
