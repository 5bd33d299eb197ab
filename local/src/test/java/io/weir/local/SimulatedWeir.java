package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.action.test.MovableClock;
import io.weir.envelope.SqsLimits;
import io.weir.ingest.IngestHandler;
import io.weir.ingest.SqsQueue;
import io.weir.local.lambda.EventSourceMapping;
import io.weir.local.lambda.Load;
import io.weir.local.lambda.LocalContext;
import io.weir.local.sqs.MessageWatch;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.store.LocalStore;
import io.weir.local.store.SqliteClaims;
import io.weir.worker.Mail;
import io.weir.worker.Peers;
import io.weir.worker.SimulatedWorker;
import io.weir.worker.WorkerConfig;
import io.weir.worker.WorkerHandler;
import io.weir.worker.aws.SqsDeadLetters;
import io.weir.worker.aws.SqsSlowLane;
import io.weir.worker.aws.SqsVisibility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Both functions on the embedded queue, in a time that a test moves. It can be killed: then what it has not written is gone,
 * and what it had in its hands comes back.
 */
final class SimulatedWeir implements AutoCloseable {
    private static final Load LOAD = new Load(10, 2, 1 << 24);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** When it is killed. */
    enum Kill {
        BETWEEN_BATCHES,
        AFTER_A_RECEIVE,
        BEFORE_A_DELETE
    }

    /**
     * How it works.
     *
     * @param lanes whether there are slow lanes
     * @param inFlight after so many hidden messages a queue hands out nothing more
     */
    record Shape(boolean lanes, long inFlight) {
        static final Shape OF_SQS = new Shape(true, 120_000);
    }

    /** Ends an invocation without an answer, as the end of its process does. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final Path folder;
    private final MovableClock clock;
    private final SimulatedPeers peers;
    private final Shape shape;
    private final PrintStream log = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Integer> receives = new ConcurrentHashMap<>();
    private final List<EventSourceMapping> mappings = new ArrayList<>();
    private LocalStore store;
    private LocalQueues queues;
    private IngestHandler door;
    private WorkerHandler worker;
    private @Nullable Kill kill;
    private boolean killed;

    SimulatedWeir(Path folder, MovableClock clock, SimulatedPeers peers, Shape shape) {
        this.folder = folder;
        this.clock = clock;
        this.peers = peers;
        this.shape = shape;
        this.store = openStore();
        this.queues = openQueues();
        this.door = openDoor();
        this.worker = openWorker();
        map();
    }

    private LocalStore openStore() {
        return LocalStore.open(
                folder,
                Stream.concat(SqliteSqsClient.schema().stream(), SqliteClaims.SCHEMA.stream())
                        .toList());
    }

    private LocalQueues openQueues() {
        return LocalQueues.open(new SqliteSqsClient(
                store, clock, clock, new SqliteSqsClient.Expired("simulation", warnings::add), MessageWatch.NOBODY));
    }

    private IngestHandler openDoor() {
        return IngestHandler.builder(SimulatedRequests.sources(), new SqsQueue(queues.sqs(), queues.url()))
                .clock(clock)
                .log(log)
                .build();
    }

    private WorkerHandler openWorker() {
        Peers.Builder built = Peers.builder()
                .deadLetters(new SqsDeadLetters(queues.sqs(), queues.dlqUrl()))
                .unproven(new SqsDeadLetters(queues.sqs(), queues.unprovenUrl()))
                .visibility(new SqsVisibility(queues.sqs(), queues.url(), queues.lanes()))
                .clock(clock)
                .log(log);
        if (shape.lanes()) {
            built.lanes(
                    new SqsSlowLane(queues.sqs(), queues.retryUrl()),
                    new SqsSlowLane(queues.sqs(), queues.retryUnprovenUrl()));
        }
        return SimulatedWorker.create(
                WorkerConfig.builder(SimulatedRequests.sources())
                        .queueUrl(queues.url())
                        .bucket("bucket")
                        .mail(new Mail.Ses("weir@localhost", List.of("weir@localhost")))
                        .eventBus("simulated")
                        .table("claims")
                        .retention(SqsLimits.RETENTION)
                        .maxReceiveCount(LocalQueues.MAX_RECEIVE_COUNT)
                        .build(),
                peers.build(built, new SqliteClaims(store)).build());
    }

    private void map() {
        mappings.clear();
        urls().forEach(url ->
                mappings.add(new EventSourceMapping(queues.sqs(), url, this::invoke, TIMEOUT, LOAD, warnings::add)));
    }

    /** That of the queue first. */
    private List<String> urls() {
        return List.of(queues.url(), queues.retryUrl(), queues.retryUnprovenUrl());
    }

    private SQSBatchResponse invoke(SQSEvent event, Context context) {
        event.getRecords().forEach(record -> receives.merge(SimulatedRequests.id(record.getBody()), 1, Integer::sum));
        if (kill == Kill.AFTER_A_RECEIVE) {
            killed = true;
            throw new Killed();
        }
        SQSBatchResponse response = worker.handleRequest(event, context);
        if (kill == Kill.BEFORE_A_DELETE) {
            killed = true;
            throw new Killed();
        }
        return response;
    }

    /** Lets the door take a request, which it must. */
    void accept(byte[] request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        door.handleRequest(new ByteArrayInputStream(request), answer, new LocalContext("door", TIMEOUT));
        if (!answer.toString(UTF_8).contains("\"statusCode\":200")) {
            throw new IOException("the door answered " + answer.toString(UTF_8));
        }
    }

    /** Kills it now, or as soon as it has a batch in its hands. */
    void kill(Kill when) {
        if (when == Kill.BETWEEN_BATCHES) {
            restart();
        } else {
            kill = when;
        }
    }

    private void restart() {
        kill = null;
        killed = false;
        store.close();
        store = openStore();
        queues = openQueues();
        door = openDoor();
        worker = openWorker();
        map();
    }

    /** Receives so many batches from the queue, and so many from each lane, as far as there are any. Returns how many messages. */
    int poll(int ofQueue, int ofLane) {
        int received = 0;
        for (int i = 0; i < mappings.size(); i++) {
            received += pollOne(i, i == 0 ? ofQueue : ofLane);
        }
        return received;
    }

    private int pollOne(int queue, int batches) {
        long room = shape.inFlight()
                - (isLimited() ? queues.sqs().depth(urls().get(queue)).inFlight() : 0);
        int all = 0;
        for (int i = 0; i < batches && all < room; i++) {
            int received = mappings.get(queue).poll(0);
            if (received == 0) {
                break;
            }
            all += received;
            if (killed) {
                restart();
            }
        }
        return all;
    }

    /** To count what is in flight takes its time, and what SQS allows is more than a simulation has. */
    private boolean isLimited() {
        return shape.inFlight() < Shape.OF_SQS.inFlight();
    }

    /** When there is something to receive next, in epoch milliseconds; {@link Long#MAX_VALUE} if all is done. */
    long nextVisibleAt() {
        return urls().stream()
                .mapToLong(url -> queues.sqs().nextVisibleAt(url))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** How often an event was received. */
    int receives(String id) {
        return receives.getOrDefault(id, 0);
    }

    List<String> warnings() {
        return warnings;
    }

    List<Message> dead() {
        return all(queues.dlqUrl());
    }

    List<Message> unproven() {
        return all(queues.unprovenUrl());
    }

    private List<Message> all(String url) {
        List<Message> all = new ArrayList<>();
        List<Message> some;
        do {
            some = queues.sqs()
                    .receiveMessage(request -> request.queueUrl(url)
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(3600)
                            .messageAttributeNames("All"))
                    .messages();
            all.addAll(some);
        } while (!some.isEmpty());
        return all;
    }

    @Override
    public void close() {
        store.close();
    }
}
