package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.fifo;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.kit.MovableClock;
import io.weir.worker.record.Failure;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.TimeBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchProcessorTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final FakeContext PLENTY = new FakeContext(30_000);

    private final InMemoryBucket bucket = new InMemoryBucket();
    private final MovableClock clock = new MovableClock(NOW);
    private final Map<QueueRecord, Duration> delays = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<QueueRecord, Failure> dead = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private volatile boolean deadLettersDown;

    private BatchProcessor processor(RecordHandler handler) {
        return new BatchProcessor(
                handler,
                new Settlement(
                        this::bury,
                        bucket,
                        new RejectedSamples(bucket, clock),
                        new RecordLog(
                                Sources.parse(
                                        "test",
                                        "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"},"
                                                + "\"t\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}"),
                                "Weir",
                                new PrintStream(log, true, StandardCharsets.UTF_8),
                                clock),
                        5,
                        "7",
                        clock),
                new Backoff(new Random(1), Duration.ofDays(4)),
                delays::putAll,
                clock);
    }

    private void bury(QueueRecord record, Failure failure) throws IOException {
        if (deadLettersDown) {
            throw new IOException("down");
        }
        dead.put(record, failure);
    }

    private static List<String> ids(SQSBatchResponse response) {
        return response.getBatchItemFailures().stream()
                .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .toList();
    }

    private static SQSEvent ten() {
        return event(IntStream.range(0, 10)
                .mapToObj(i -> record("m" + i, "{}", Map.of("source", "s")))
                .toArray(SQSEvent.SQSMessage[]::new));
    }

    private static Outcome done() {
        return new Outcome.Done("done");
    }

    @Test
    void process_nullOrEmptyEvent_failsNothing() {
        BatchProcessor processor = processor((record, budget, notes) -> done());
        SQSEvent withoutRecords = new SQSEvent();
        assertThat(ids(processor.process(null, PLENTY))).isEmpty();
        assertThat(ids(processor.process(withoutRecords, PLENTY))).isEmpty();
        assertThat(ids(processor.process(event(), PLENTY))).isEmpty();
    }

    @Test
    void process_recordWithoutMessageId_failsTheInvocationSoThatNothingIsDeleted() {
        BatchProcessor processor = processor((record, budget, notes) -> done());
        assertThatThrownBy(() ->
                        processor.process(event(record("a", "", Map.of()), record(null, "", Map.of())), PLENTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void process_sameMessageTwice_runsItOnceAndReportsItOnce() {
        List<String> ran = new CopyOnWriteArrayList<>();
        BatchProcessor processor = processor((record, budget, notes) -> {
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
        processor((record, budget, notes) -> {
                    seen.add(record);
                    return done();
                })
                .process(event(bare), PLENTY);
        assertThat(seen.getFirst().body()).isEmpty();
        assertThat(seen.getFirst().attributes()).isEmpty();
        assertThat(seen.getFirst().receiveCount()).isEqualTo(1);
    }

    @Test
    void process_errorsOfEveryKindInSomeRecords_touchNoOther() {
        SQSBatchResponse response = processor((record, budget, notes) -> switch (record.messageId()) {
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
        SQSBatchResponse response = processor((record, budget, notes) -> {
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
        SQSBatchResponse response = processor((record, budget, notes) -> {
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
        SQSBatchResponse response = processor((record, budget, notes) -> {
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
        SQSBatchResponse response = processor((record, budget, notes) -> {
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
        SQSBatchResponse response = processor((record, budget, notes) -> {
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
        BatchProcessor processor = processor((record, budget, notes) -> {
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
        assertThat(most).hasValueLessThanOrEqualTo(12);
    }

    @Test
    void process_fifoGroup_runsInOrderAndStopsBehindAFailure() {
        Map<String, List<String>> ran = new ConcurrentHashMap<>();
        SQSBatchResponse response = processor((record, budget, notes) -> {
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
                        (record, budget, notes) -> record.messageId().equals("a") ? new Outcome.Retry("x", "") : done())
                .process(event(first, second), PLENTY);
        assertThat(ids(response)).containsExactly("a");
    }

    @Test
    void process_dead_isSentWithItsReasonAndNotRetried() {
        SQSBatchResponse response = processor((record, budget, notes) -> new Outcome.Dead("unknown-source", "none"))
                .process(event(received(record("a", "", Map.of()), 3)), PLENTY);
        assertThat(ids(response)).isEmpty();
        assertThat(dead.values())
                .singleElement()
                .satisfies(failure -> assertThat(failure.toJson())
                        .contains("\"reason\":\"unknown-source\"", "\"attempts\":3", "\"version\":\"7\""));
    }

    @Test
    void process_deadLetterQueueDown_retriesInsteadOfLosing() {
        deadLettersDown = true;
        SQSBatchResponse response = processor((record, budget, notes) -> new Outcome.Dead("x", ""))
                .process(event(record("a", "", Map.of())), PLENTY);
        assertThat(ids(response)).containsExactly("a");
    }

    @Test
    void process_rejected_isDeletedNeverDeadAndKeptInFewSamples() {
        SQSBatchResponse response = processor((record, budget, notes) -> new Outcome.Rejected("signature", "no match"))
                .process(ten(), PLENTY);
        assertThat(ids(response)).isEmpty();
        assertThat(dead).isEmpty();
        assertThat(bucket.objects())
                .hasSize(RejectedSamples.PER_MINUTE)
                .allSatisfy((key, object) -> assertThat(key).startsWith("rejected/s/2026-03-04/m"));
    }

    @Test
    void process_rejectedInTheNextMinute_isKeptAgainWithReasonAndTime() {
        BatchProcessor processor = processor((record, budget, notes) -> new Outcome.Rejected("signature", "no match"));
        processor.process(ten(), PLENTY);
        clock.advance(Duration.ofSeconds(59));
        processor.process(event(record("late", "", Map.of("source", "s"))), PLENTY);
        assertThat(bucket.objects()).doesNotContainKey("rejected/s/2026-03-04/late");
        clock.advance(Duration.ofSeconds(1));
        processor.process(
                event(
                        record("next", "", Map.of("source", "s", "received-at", "2026-03-04T11:59:58Z")),
                        record("other", "", Map.of("source", "s"))),
                PLENTY);
        assertThat(bucket.objects().get("rejected/s/2026-03-04/next").metadata())
                .isEqualTo(Map.of("reason", "signature", "received-at", "2026-03-04T11:59:58Z"));
        assertThat(bucket.objects().get("rejected/s/2026-03-04/other").metadata())
                .containsEntry("received-at", "2026-03-04T12:00:00Z");
    }

    @Test
    void process_fewRejected_keepsThemAll() {
        processor((record, budget, notes) -> new Outcome.Rejected("signature", "no match"))
                .process(event(record("a", "", Map.of("source", "s")), record("b", "", Map.of())), PLENTY);
        assertThat(bucket.objects()).containsOnlyKeys("rejected/s/2026-03-04/a", "rejected/sns/2026-03-04/b");
    }

    @Test
    void process_unreadableNumbersOfSqs_areReadAsTheFirstReceive() {
        SQSEvent.SQSMessage message = record("a", "", Map.of());
        message.getAttributes().put("ApproximateReceiveCount", "many");
        message.getAttributes().put("SentTimestamp", "then");
        message.getAttributes().put("ApproximateFirstReceiveTimestamp", "1772625601000");
        List<QueueRecord> seen = new CopyOnWriteArrayList<>();
        processor((record, budget, notes) -> {
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

    @Test
    void process_record_seesItsTimeBudgetAsTheCurrentOne() {
        List<Duration> seen = new CopyOnWriteArrayList<>();
        processor((record, budget, notes) -> {
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
        CountDownLatch more = new CountDownLatch(BatchProcessor.MAX_PARALLEL + 1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SQSEvent event = event(IntStream.range(0, 24)
                .mapToObj(i -> record("m" + i, "{}", Map.of("source", i % 2 == 0 ? "s" : "t")))
                .toArray(SQSEvent.SQSMessage[]::new));
        processor((record, budget, notes) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    more.countDown();
                    more.await(200, TimeUnit.MILLISECONDS); // it opens only if one too many is let in, or at the end
                    running.decrementAndGet();
                    return done();
                })
                .process(event, PLENTY);
        assertThat(most).hasValue(BatchProcessor.MAX_PARALLEL);
    }

    @Test
    void duration_ofADecidedAttempt_growsNoMore() {
        Attempt attempt = new Attempt(waiting(1));
        Duration before = attempt.duration();
        attempt.decide(done());
        Duration decided = attempt.duration();
        assertThat(decided).isBetween(before, Duration.ofMinutes(1));
        assertThat(attempt.duration()).isEqualTo(decided);
    }

    @Test
    void failure_withAnEndlessDetail_isCut() throws Exception {
        Failure failure = new Failure("action", "x".repeat(500), null, 2, NOW, NOW, "7");
        assertThat(failure.detail()).isEqualTo("x".repeat(500));
        assertThat(failure.toJson()).doesNotContain("exception");
        Failure longer = new Failure("action", "x".repeat(501), "java.io.IOException", 2, NOW, NOW, "7");
        assertThat(longer.detail()).isEqualTo("x".repeat(500) + "…");
        assertThat(((Map<?, ?>) Json.read(longer.toJson())).get("exception")).isEqualTo("java.io.IOException");
        assertThat(longer.withoutDetail())
                .isEqualTo(new Failure("action", "", "java.io.IOException", 2, NOW, NOW, "7"));
    }

    @Test
    void process_lastReceive_keepsTheReasonBeside() {
        processor((record, budget, notes) -> new Outcome.Retry("bucket", "down"))
                .process(event(received(record("a", "", Map.of()), 5), received(record("b", "", Map.of()), 4)), PLENTY);
        assertThat(bucket.objects()).containsOnlyKeys("failures/2026-03-04/a");
        assertThat(new String(bucket.objects().get("failures/2026-03-04/a").bytes(), StandardCharsets.UTF_8))
                .contains("\"reason\":\"bucket\"", "\"attempts\":5");
    }

    @Test
    void process_bucketDown_changesNoOutcome() {
        bucket.setDown(true);
        SQSBatchResponse response = processor((record, budget, notes) ->
                        record.messageId().equals("a") ? new Outcome.Rejected("x", "") : new Outcome.Retry("x", ""))
                .process(event(record("a", "", Map.of()), received(record("b", "", Map.of()), 5)), PLENTY);
        assertThat(ids(response)).containsExactly("b");
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("could not be kept under failures/");
    }

    @Test
    void process_retry_isHiddenForItsBackOff() {
        processor((record, budget, notes) -> new Outcome.Retry("x", "", Duration.ofMinutes(20)))
                .process(event(record("a", "", Map.of())), PLENTY);
        assertThat(delays.values()).containsExactly(Duration.ofMinutes(20));
    }

    @Test
    void process_visibilityThatThrows_stillAnswers() {
        BatchProcessor processor = new BatchProcessor(
                (record, budget, notes) -> new Outcome.Retry("x", ""),
                new Settlement(
                        this::bury,
                        bucket,
                        new RejectedSamples(bucket, clock),
                        new RecordLog(
                                Sources.parse("test", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}"),
                                "Weir",
                                new PrintStream(log),
                                clock),
                        5,
                        "7",
                        clock),
                new Backoff(new Random(1), Duration.ofDays(4)),
                delays -> {
                    throw new IllegalStateException("down");
                },
                clock);
        assertThat(ids(processor.process(event(record("a", "", Map.of())), PLENTY)))
                .containsExactly("a");
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("visibility time-outs were not changed");
    }

    @Test
    void process_log_hasOneLineARecordWithoutBodyOrUnknownNames() throws Exception {
        processor((record, budget, notes) -> new Outcome.Rejected("signature", "no match"))
                .process(
                        event(
                                record("a", "secret body", Map.of("source", "s", "x-token", "t0k3n")),
                                record("b", "secret body", Map.of("source", "made up by a stranger"))),
                        PLENTY);
        List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2).noneMatch(line -> line.contains("secret body") || line.contains("t0k3n"));
        assertThat(((Map<?, ?>) Json.read(lines.getFirst())).get("Source")).isEqualTo("s");
        assertThat(((Map<?, ?>) Json.read(lines.getLast())).get("Source")).isEqualTo("(unknown)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 30, 1000, Integer.MAX_VALUE})
    void delay_growsUpToItsCapAndIsNeverBelowWhatThePeerAskedFor(int receives) {
        Backoff backoff = new Backoff(new Random(receives), Duration.ofDays(14));
        for (int i = 0; i < 200; i++) {
            QueueRecord record = waiting(receives);
            Duration delay = backoff.delay(record, Duration.ZERO, NOW);
            Duration ceiling = Duration.ofSeconds(receives >= 10 ? 900 : 2L << (receives - 1));
            assertThat(delay).isBetween(Duration.ofSeconds(1), ceiling);
            assertThat(backoff.delay(record, Duration.ofHours(1), NOW)).isEqualTo(Duration.ofHours(1));
            assertThat(backoff.delay(record, Duration.ofDays(3), NOW)).isEqualTo(Backoff.MAX);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "3, 8", "9, 512", "10, 900"})
    void delay_mayReachItsCeiling(int receives, int seconds) {
        RandomGenerator most = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
        assertThat(new Backoff(most, Duration.ofDays(14)).delay(waiting(receives), Duration.ZERO, NOW))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void delay_nearTheEndOfTheRetention_bringsTheRecordBackInTime() {
        Backoff backoff = new Backoff(new Random(1), Duration.ofHours(4));
        assertThat(backoff.delay(waiting(3), Duration.ofHours(3), NOW.plus(Duration.ofHours(2))))
                .isEqualTo(Duration.ofHours(1));
        assertThat(backoff.delay(waiting(3), Duration.ofHours(3), NOW.plus(Duration.ofHours(4))))
                .isEqualTo(Duration.ofSeconds(1));
    }

    private static QueueRecord waiting(int receives) {
        return new QueueRecord("m", "r", "", Map.of(), Map.of(), receives, NOW, NOW, null, null, "arn");
    }

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

        SQSBatchResponse response = processor((record, budget, notes) -> {
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
