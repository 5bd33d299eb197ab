package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.record;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.action.test.MovableClock;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.log.EmfLog;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.fakes.FakeLane;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.fakes.InMemoryClaims;
import io.weir.worker.inbox.InboxMarks;
import io.weir.worker.inbox.SettledInbox;
import io.weir.worker.record.Failure;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.Patience;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Report;
import io.weir.worker.record.Senders;
import io.weir.worker.retry.Schedule;
import io.weir.worker.retry.Unfinished;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A batch processor over fakes, and what it did. */
abstract class BatchFixture {
    static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    static final FakeContext PLENTY = new FakeContext(30_000);
    static final Sources SOURCES = Sources.parse("test", """
            {"s": {"scheme": "github", "secret": "env:X"}, "t": {"scheme": "github", "secret": "env:X"}}
            """);

    final InMemoryBucket bucket = new InMemoryBucket();
    final MovableClock clock = new MovableClock(NOW);
    final Map<QueueRecord, Duration> delays = Collections.synchronizedMap(new LinkedHashMap<>());
    final Map<QueueRecord, Failure> dead = new ConcurrentHashMap<>();
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    final Map<QueueRecord, Failure> unproven = new ConcurrentHashMap<>();
    static final int MOST = 16;
    static final int MOST_OF_A_SOURCE = 12;

    final InMemoryClaims claims = new InMemoryClaims();
    final FakeLane provenLane = new FakeLane("weir-retry");
    final FakeLane unprovenLane = new FakeLane("weir-retry-unproven");

    /** Null for a queue without slow lanes. */
    @Nullable
    FakeLane lane = provenLane;

    /** Draws the middle of the jitter. */
    final RandomGenerator middle = () -> 1L << 63;

    final List<Report> reports = Collections.synchronizedList(new ArrayList<>());
    volatile boolean deadLettersDown;
    volatile boolean unprovenDown;
    volatile Visibility visibility = hidden -> {
        delays.putAll(hidden);
        return Map.of();
    };

    BatchProcessor processor(Handling handling) {
        RecordLog lines =
                new RecordLog(new EmfLog("Weir", new PrintStream(log, true, StandardCharsets.UTF_8), clock), clock);
        Senders senders = new Senders(null);
        SetAside aside = new SetAside(this::bury, this::keep, senders, "7", clock);
        return new BatchProcessor(
                new OpeningHandler(handling),
                new Settlement(
                        aside,
                        new RejectedSamples(bucket, clock),
                        new Retries(
                                new Retries.Queues(lane, lane == null ? null : unprovenLane, Duration.ofDays(14), 100),
                                new Schedule(middle),
                                aside,
                                senders,
                                lines,
                                clock),
                        new SettledInbox(bucket, new InboxMarks(null, clock)),
                        lines,
                        reports::add),
                new Unfinished(claims, clock),
                hidden -> visibility.delay(hidden),
                new Places(new Places.Room(MOST, 1 << 24), new Places.Room(MOST_OF_A_SOURCE, 1 << 23)),
                System::nanoTime);
    }

    /** What a test does with a record once it is open. */
    @FunctionalInterface
    interface Handling {
        Outcome handle(QueueRecord record, Notes notes) throws Exception;
    }

    /** Opens each record as a request of the source that it names, or of s; what names no source is decided at once. */
    private record OpeningHandler(Handling handling, Map<Opened, QueueRecord> opened) implements RecordHandler {
        OpeningHandler(Handling handling) {
            this(handling, Collections.synchronizedMap(new IdentityHashMap<>()));
        }

        @Override
        public Opened open(QueueRecord record) throws Exception {
            String name = record.attributes().getOrDefault("source", "s");
            Source source = SOURCES.find(name);
            if (source == null) {
                return new Opened.Decided(handling.handle(record, new Notes()));
            }
            String receivedAt = record.attributes().get("received-at");
            Instant time = receivedAt == null ? record.sentAt() : Instant.parse(receivedAt);
            byte[] body = record.body().getBytes(StandardCharsets.UTF_8);
            Opened request = new Opened.Request(
                    source, new ReceivedRequest(name, time, "POST", "https://door/" + name, Map.of(), body));
            opened.put(request, record);
            return request;
        }

        @Override
        public @Nullable String inboxKey(QueueRecord record) {
            return null;
        }

        @Override
        public Outcome handle(Opened request, Notes notes) throws Exception {
            return handling.handle(Objects.requireNonNull(opened.remove(request)), notes);
        }
    }

    void bury(QueueRecord record, Failure failure) throws IOException {
        if (deadLettersDown) {
            throw new IOException("down");
        }
        dead.put(record, failure);
    }

    void keep(QueueRecord record, Failure failure) throws IOException {
        if (unprovenDown) {
            throw new IOException("down");
        }
        unproven.put(record, failure);
    }

    static List<String> ids(SQSBatchResponse response) {
        return response.getBatchItemFailures().stream()
                .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .toList();
    }

    static SQSEvent ten() {
        return event(IntStream.range(0, 10)
                .mapToObj(i -> record("m" + i, "{}", Map.of("source", "s")))
                .toArray(SQSEvent.SQSMessage[]::new));
    }

    static Outcome.Retry retry(Duration notBefore) {
        return new Outcome.Retry("x", "", notBefore, null, Patience.OF_SOURCE);
    }

    static Outcome done() {
        return new Outcome.Done("done");
    }
}
