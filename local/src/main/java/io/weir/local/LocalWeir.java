package io.weir.local;

import com.amazonaws.services.lambda.runtime.Context;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Sources;
import io.weir.ingest.IngestHandler;
import io.weir.ingest.Queue;
import io.weir.ingest.SqsQueue;
import io.weir.json.Json;
import io.weir.local.core.Rounds;
import io.weir.local.files.FolderBus;
import io.weir.local.files.FolderSweep;
import io.weir.local.files.OutboxMailer;
import io.weir.local.http.DoorFunction;
import io.weir.local.http.Health;
import io.weir.local.http.HttpFront;
import io.weir.local.lambda.EventSourceMapping;
import io.weir.local.store.Opened;
import io.weir.local.store.SqliteClaims;
import io.weir.local.store.StoreException;
import io.weir.local.topic.LocalCertificates;
import io.weir.local.topic.LocalSubscriptions;
import io.weir.local.topic.LocalTopic;
import io.weir.worker.Peers;
import io.weir.worker.WorkerConfig;
import io.weir.worker.WorkerHandler;
import io.weir.worker.aws.OnDemandClients;
import io.weir.worker.aws.SqsDeadLetters;
import io.weir.worker.aws.SqsRequeue;
import io.weir.worker.aws.SqsSlowLane;
import io.weir.worker.aws.SqsVisibility;
import io.weir.worker.http.HttpsCertificateFetcher;
import io.weir.worker.http.PinnedHttpSender;
import io.weir.worker.secret.LocalSecrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Both functions on one machine, wired to a data folder: {@code weir.db} (queue and dead-letter queue), {@code bucket/},
 * {@code outbox/}, {@code topic/}. A request that was answered with 200 survives a kill and a power cut.
 */
public final class LocalWeir implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FETCH = Duration.ofSeconds(5);
    private static final Duration NOTIFY_PAUSE = Duration.ofSeconds(5);
    private static final Duration SWEEP_PAUSE = Duration.ofMinutes(10);
    private static final int POLLERS = 2;

    private final Opened opened;
    private final DataFolder folder;
    private final List<EventSourceMapping> mappings;
    private final List<Rounds> rounds;
    private final HttpFront front;

    private LocalWeir(
            Opened opened, DataFolder folder, List<EventSourceMapping> mappings, List<Rounds> rounds, HttpFront front) {
        this.opened = opened;
        this.folder = folder;
        this.mappings = mappings;
        this.rounds = rounds;
        this.front = front;
    }

    /**
     * Where it listens.
     *
     * @param port 0 for a free one
     * @param url where senders reach it, such as behind a tunnel; null if each request tells it
     */
    public record Address(String host, int port, @Nullable PublicUrl url) {}

    /** What the functions are wired to. A test puts something else in its place, such as peers that fail. */
    interface Wiring {
        default Peers worker(Peers peers) {
            return peers;
        }

        default Queue door(Queue queue) {
            return queue;
        }
    }

    /**
     * Opens the data folder and wires both functions. Nothing listens yet. When this fails, nothing stays open.
     *
     * @param port 0 for a free one
     * @param log takes one JSON line a request and a record
     * @throws IOException if the folder cannot be used
     * @throws StoreException if another process uses it
     */
    public static LocalWeir open(Sources sources, Path data, String host, int port, PrintStream log)
            throws IOException {
        return open(sources, data, new Address(host, port, null), log);
    }

    /** As above, at an address that senders may know by another URL. */
    public static LocalWeir open(Sources sources, Path data, Address address, PrintStream log) throws IOException {
        return open(sources, data, address, log, new Wiring() {});
    }

    static LocalWeir open(Sources sources, Path data, Address address, PrintStream log, Wiring wiring)
            throws IOException {
        Clock clock = Clock.systemUTC();
        Consumer<String> warn = message -> log.println(Json.writeAscii(Map.of("level", "warn", "message", message)));
        Opened opened = new Opened();
        try {
            DataFolder folder = DataFolder.open(data, clock, warn, opened);
            LocalQueues queues = folder.queues();
            WorkerHandler worker =
                    new WorkerHandler(config(sources, folder), wiring.worker(peers(folder, clock, log, opened)));
            Queue queue = wiring.door(new SqsQueue(queues.sqs(), queues.url()));
            IngestHandler ingest = IngestHandler.builder(sources, queue)
                    .inbox(folder.inbox())
                    .url(address.url())
                    .clock(clock)
                    .log(log)
                    .build();
            return new LocalWeir(
                    opened,
                    folder,
                    mappings(queues, worker, warn, opened),
                    List.of(opened.add(notifier(folder, warn)), opened.add(sweeper(folder, clock, warn))),
                    opened.add(new HttpFront(
                            address.host(),
                            address.port(),
                            door(ingest),
                            new RecentHealth(() -> queues.health(folder.store())),
                            warn)));
        } catch (IOException | RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /** That of the queue first. */
    private static List<EventSourceMapping> mappings(
            LocalQueues queues, WorkerHandler worker, Consumer<String> warn, Opened opened) {
        return Stream.concat(Stream.of(queues.url()), queues.lanes().stream())
                .map(url -> opened.add(new EventSourceMapping(queues.sqs(), url, worker, TIMEOUT, warn)))
                .toList();
    }

    private static Rounds notifier(DataFolder folder, Consumer<String> warn) {
        return new Rounds("inbox", NOTIFY_PAUSE, folder.inbox()::notifyPending, warn);
    }

    private static Rounds sweeper(DataFolder folder, Clock clock, Consumer<String> warn) {
        FolderSweep sweep = folder.sweep(FolderSweep.LIMITS, clock);
        return new Rounds("sweep", SWEEP_PAUSE, sweep::sweep, warn);
    }

    private static DoorFunction door(IngestHandler ingest) {
        return new DoorFunction() {
            @Override
            public boolean refuse(InputStream head, OutputStream answer) throws IOException {
                return ingest.refuse(head, answer);
            }

            @Override
            public void handle(InputStream event, OutputStream answer, Context context) throws IOException {
                ingest.handleRequest(event, answer, context);
            }
        };
    }

    private static WorkerConfig config(Sources sources, DataFolder folder) {
        WorkerConfig config = WorkerConfig.builder(sources)
                .queueUrl(folder.queues().url())
                .dlqUrl(folder.queues().dlqUrl())
                .unprovenUrl(folder.queues().unprovenUrl())
                .retryUrls(folder.queues().retryUrl(), folder.queues().retryUnprovenUrl())
                .bucket(folder.bucket().name())
                .mail("weir@localhost", List.of("weir@localhost"))
                .eventBus("local")
                .table("claims")
                .retention(SqsLimits.RETENTION)
                .maxReceiveCount(LocalQueues.MAX_RECEIVE_COUNT)
                .build();
        config.checkRetries();
        return config;
    }

    private static Peers peers(DataFolder folder, Clock clock, PrintStream log, Opened opened) throws IOException {
        OnDemandClients aws = opened.add(new OnDemandClients());
        HttpClient fetching = opened.add(HttpsCertificateFetcher.client().build());
        LocalQueues queues = folder.queues();
        return Peers.builder()
                .deadLetters(new SqsDeadLetters(queues.sqs(), queues.dlqUrl()))
                .unproven(new SqsDeadLetters(queues.sqs(), queues.unprovenUrl()))
                .requeue(new SqsRequeue(queues.sqs(), queues.url()))
                .lanes(
                        new SqsSlowLane(queues.sqs(), queues.retryUrl()),
                        new SqsSlowLane(queues.sqs(), queues.retryUnprovenUrl()))
                .visibility(new SqsVisibility(queues.sqs(), queues.url(), queues.lanes()))
                .bucket(folder.bucket())
                .mailer(new OutboxMailer(folder.path().resolve("outbox"), clock))
                .bus(new FolderBus(folder.path().resolve("events")))
                .http(allowPrivate -> new PinnedHttpSender(SystemDefaultDnsResolver.INSTANCE, allowPrivate, clock))
                .claims(new SqliteClaims(folder.store()))
                .certificates(new LocalCertificates(folder.topic(), new HttpsCertificateFetcher(fetching, FETCH)))
                .subscriptions(new LocalSubscriptions(folder.topic(), aws.subscriptions()))
                .secrets(new LocalSecrets(System::getenv, aws.secrets(), clock))
                .clock(clock)
                .log(log)
                .build();
    }

    /**
     * Begins to listen and to work.
     *
     * @throws IOException if the port is taken
     */
    public void start() throws IOException {
        front.start();
        rounds.forEach(Rounds::start);
        mappings.getFirst().start(POLLERS);
        mappings.stream().skip(1).forEach(lane -> lane.start(1));
    }

    /** The port it listens on. */
    public int port() {
        return front.port();
    }

    /** How many requests are at their bodies. */
    int reading() {
        return front.reading();
    }

    /** Signs as SNS does, for topics of this machine. */
    public LocalTopic topic() {
        return folder.topic();
    }

    /** The queues of this machine. */
    SqsClient sqs() {
        return folder.queues().sqs();
    }

    String dlqUrl() {
        return folder.queues().dlqUrl();
    }

    /** The depths now. */
    public Health health() {
        return folder.queues().health(folder.store());
    }

    /** Answers what is under way, finishes the batches that the worker has, and closes all, even if one step fails. */
    @Override
    public void close() throws IOException {
        opened.close();
    }
}
