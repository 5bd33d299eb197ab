package io.weir.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What Lambda's event source mapping does, done by ours over the embedded queue. */
class EventSourceMappingTest {
    private static final Load LOAD = new Load(10, 1, 1 << 24);

    @TempDir
    private Path folder;

    private final List<SQSEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private LocalStore store;
    private SqliteSqsClient sqs;
    private String url;
    private String dlq;

    @BeforeEach
    void open() {
        store = LocalStore.open(folder, SqliteSqsClient.schema());
        sqs = new SqliteSqsClient(store, Clock.systemUTC());
        dlq = sqs.createQueue(request -> request.queueName("dlq")).queueUrl();
        url = sqs.createQueue(request -> request.queueName("q")
                        .attributes(Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                "0",
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"" + SqsNames.arn("dlq") + "\",\"maxReceiveCount\":3}")))
                .queueUrl();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void send(String body) {
        sqs.sendMessage(request -> request.queueUrl(url)
                .messageBody(body)
                .messageGroupId("g")
                .messageAttributes(Map.of(
                        "source",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("s")
                                .build())));
    }

    private EventSourceMapping mapping(RequestHandler<SQSEvent, SQSBatchResponse> function) {
        EventSourceMapping mapping =
                new EventSourceMapping(sqs, url, function, Duration.ofSeconds(30), LOAD, warnings::add);
        mapping.start(1);
        return mapping;
    }

    private static SQSBatchResponse failed(String... ids) {
        return new SQSBatchResponse(List.of(ids).stream()
                .map(SQSBatchResponse.BatchItemFailure::new)
                .toList());
    }

    private SQSBatchResponse record(SQSEvent event, Context context) {
        events.add(event);
        return failed();
    }

    private long left() {
        SqliteSqsClient.Depth depth = sqs.depth(url);
        return depth.visible() + depth.inFlight();
    }

    @Test
    void stop_takesNoMoreBatches() throws Exception {
        try (EventSourceMapping mapping = mapping(this::record)) {
            mapping.stop();
            await().until(() -> !mapping.isAlive());
            send("m");
            assertThat(events).isEmpty();
            assertThat(left()).isOne();
        }
    }

    @Test
    void poll_successes_areDeletedAndSeenOnceAsLambdaShowsThem() {
        for (int i = 0; i < 25; i++) {
            send("m" + i);
        }
        try (EventSourceMapping mapping = mapping(this::record)) {
            await().until(() -> left() == 0);
        }
        assertThat(events).allSatisfy(event -> assertThat(event.getRecords()).hasSizeLessThanOrEqualTo(10));
        assertThat(events.stream().mapToInt(event -> event.getRecords().size()).sum())
                .isEqualTo(25);
        SQSEvent.SQSMessage message = events.getFirst().getRecords().getFirst();
        assertThat(message.getEventSource()).isEqualTo("aws:sqs");
        assertThat(message.getEventSourceArn()).isEqualTo("arn:aws:sqs:us-east-1:000000000000:q");
        assertThat(message.getMessageAttributes().get("source").getStringValue())
                .isEqualTo("s");
        assertThat(message.getAttributes())
                .containsEntry("ApproximateReceiveCount", "1")
                .containsEntry("MessageGroupId", "g")
                .containsKeys("SentTimestamp", "ApproximateFirstReceiveTimestamp");
    }

    @Test
    void poll_failures_comeBackAndEndInTheDeadLetterQueueWhileTheirMatesAreDeleted() {
        send("good");
        send("bad");
        try (EventSourceMapping mapping = mapping((event, context) -> {
            events.add(event);
            return failed(event.getRecords().stream()
                    .filter(message -> message.getBody().equals("bad"))
                    .map(SQSEvent.SQSMessage::getMessageId)
                    .toArray(String[]::new));
        })) {
            await().until(() -> sqs.depth(dlq).visible() == 1);
        }
        assertThat(left()).isZero();
        List<String> bodies = events.stream()
                .flatMap(event -> event.getRecords().stream())
                .map(SQSEvent.SQSMessage::getBody)
                .toList();
        assertThat(bodies).containsOnlyOnce("good").filteredOn("bad"::equals).hasSize(3);
    }

    @Test
    void poll_functionThatThrows_deletesNothing() {
        send("x");
        try (EventSourceMapping mapping = mapping((event, context) -> {
            throw new IllegalStateException("bug");
        })) {
            await().until(() -> sqs.depth(dlq).visible() == 1);
        }
        assertThat(warnings).hasSize(3);
    }

    @Test
    void poll_error_haltsAndWhereItDoesNotThePollerGoesOn() {
        List<String> halted = new CopyOnWriteArrayList<>();
        send("x");
        try (EventSourceMapping mapping = new EventSourceMapping(
                sqs,
                url,
                (event, context) -> {
                    throw new OutOfMemoryError("injected");
                },
                Duration.ofSeconds(30),
                LOAD,
                warnings::add,
                (thread, error) -> halted.add(thread + ": " + error.getMessage()))) {
            mapping.start(1);
            await().until(() -> halted.size() == 2);
        }
        assertThat(halted).containsOnly("batch: injected");
    }

    @Test
    void poll_idThatIsNoneOfTheBatch_deletesNothing() {
        send("x");
        try (EventSourceMapping mapping = mapping((event, context) -> failed("unknown"))) {
            await().until(() -> sqs.depth(dlq).visible() == 1);
        }
    }

    @Test
    void close_batchUnderWay_isFinishedFirst() throws Exception {
        send("x");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        EventSourceMapping mapping = mapping((event, context) -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed(event.getRecords().getFirst().getMessageId());
            }
            return failed();
        });
        begun.await();
        Thread closing = Thread.ofVirtual().start(mapping::close);
        release.countDown();
        closing.join();
        assertThat(left()).isZero();
    }

    @Test
    void invoke_context_saysHowMuchTimeIsLeft() {
        List<Integer> remaining = new CopyOnWriteArrayList<>();
        send("x");
        try (EventSourceMapping mapping = mapping((event, context) -> {
            remaining.add(context.getRemainingTimeInMillis());
            return failed();
        })) {
            await().until(() -> left() == 0);
        }
        assertThat(remaining.getFirst()).isBetween(20_000, 30_000);
    }

    /** Batches that are under way until they are released, and how many there were at once. */
    private final class Slow {
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        private EventSourceMapping mapping(Load load) {
            return mapping(load, () -> 0);
        }

        private EventSourceMapping mapping(Load load, IntSupplier othersFirst) {
            sqs.setQueueAttributes(
                    request -> request.queueUrl(url).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "60")));
            EventSourceMapping mapping = new EventSourceMapping(
                            sqs, url, (event, context) -> work(event), Duration.ofSeconds(30), load, warnings::add)
                    .after(othersFirst);
            mapping.start(2);
            return mapping;
        }

        private SQSBatchResponse work(SQSEvent event) {
            events.add(event);
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            underWay.decrementAndGet();
            return failed();
        }
    }

    @Test
    void slowFunction_hasMoreBatchesAtOnceUpToTheLimit() {
        for (int i = 0; i < 100; i++) {
            send("m" + i);
        }
        Slow slow = new Slow();
        try (EventSourceMapping mapping = slow.mapping(new Load(5, 7, 1 << 26))) {
            await().until(() -> slow.underWay.get() == 7);
            slow.release.countDown();
            await().until(() -> left() == 0);
        }
        assertThat(slow.most).hasValue(7);
        assertThat(events).allSatisfy(event -> assertThat(event.getRecords()).hasSizeLessThanOrEqualTo(5));
    }

    @Test
    void aBatchOfMoreThanOneCallGives_isReceivedByAsManyCalls() {
        for (int i = 0; i < 37; i++) {
            send("m" + i);
        }
        Slow fast = new Slow();
        fast.release.countDown();
        try (EventSourceMapping mapping = fast.mapping(new Load(25, 7, 1 << 26))) {
            await().until(() -> left() == 0);
        }
        assertThat(events.stream().mapToInt(event -> event.getRecords().size()).sum())
                .isEqualTo(37);
        assertThat(events.stream()
                        .mapToInt(event -> event.getRecords().size())
                        .max()
                        .orElseThrow())
                .isBetween(11, 25);
    }

    @Test
    void queueThatFailsInTheMiddleOfABatch_whatWasReceivedIsWorkedOn() {
        for (int i = 0; i < 20; i++) {
            send("m" + i);
        }
        AtomicInteger calls = new AtomicInteger();
        SqsClient failing = new SqsClient() {
            @Override
            public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
                return sqs.getQueueAttributes(request);
            }

            @Override
            public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
                return sqs.deleteMessageBatch(request);
            }

            @Override
            public String serviceName() {
                return SqsClient.SERVICE_NAME;
            }

            @Override
            public void close() {}

            @Override
            public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
                if (calls.incrementAndGet() % 2 == 0) {
                    throw SqsException.builder().message("down").build();
                }
                return sqs.receiveMessage(request);
            }
        };
        try (EventSourceMapping mapping = new EventSourceMapping(
                failing, url, this::record, Duration.ofSeconds(30), new Load(20, 1, 1 << 26), warnings::add)) {
            mapping.start(1);
            await().until(() -> left() == 0);
        }
        assertThat(events).allSatisfy(event -> assertThat(event.getRecords()).hasSizeLessThanOrEqualTo(10));
        assertThat(warnings).anySatisfy(line -> assertThat(line).contains("cannot be polled"));
    }

    @Test
    void bytesInHand_boundWhatIsReceived() {
        for (int i = 0; i < 6; i++) {
            send("x".repeat(250_000));
        }
        Slow slow = new Slow();
        try (EventSourceMapping mapping = slow.mapping(new Load(1, 7, 1 << 19))) {
            await().until(() -> slow.underWay.get() >= 2); // both threads may find room for the third
            slow.release.countDown();
            await().until(() -> left() == 0);
        }
        assertThat(slow.most.get()).isBetween(2, 3);
    }

    @Test
    void othersFirst_forEver_isWorkedOnAllTheSame() {
        for (int i = 0; i < 30; i++) {
            send("m" + i);
        }
        AtomicInteger asked = new AtomicInteger();
        Slow fast = new Slow();
        fast.release.countDown();
        try (EventSourceMapping mapping =
                fast.mapping(new Load(10, 7, 1 << 26), () -> Math.min(asked.incrementAndGet(), 3))) {
            await().until(() -> left() == 0);
        }
        assertThat(asked.get()).isGreaterThan(30); // it did wait
    }

    @Test
    void close_severalBatchesUnderWay_waitsForAllAndTakesNoMore() throws Exception {
        for (int i = 0; i < 30; i++) {
            send("m" + i);
        }
        Slow slow = new Slow();
        EventSourceMapping mapping = slow.mapping(new Load(10, 2, 1 << 26));
        await().until(() -> slow.underWay.get() == 2);
        Thread closing = Thread.ofVirtual().start(mapping::close);
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        slow.release.countDown();
        closing.join();
        assertThat(slow.underWay).hasValue(0);
        assertThat(left()).isEqualTo(10);
    }
}
