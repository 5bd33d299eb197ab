package io.weir.local;

import io.weir.action.ActionProvider;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Sources;
import io.weir.ingest.IngestHandler;
import io.weir.ingest.Queue;
import io.weir.ingest.SqsQueue;
import io.weir.local.core.Rounds;
import io.weir.local.http.Health;
import io.weir.local.http.HttpFront;
import io.weir.local.lambda.EventSourceMapping;
import io.weir.local.lambda.Load;
import io.weir.local.ledger.Pruning;
import io.weir.local.metrics.MetricsLog;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Opened;
import io.weir.local.store.StoreException;
import io.weir.local.topic.LocalTopic;
import io.weir.log.Log;
import io.weir.operations.Operations;
import io.weir.verify.secret.Secrets;
import io.weir.worker.Peers;
import io.weir.worker.WorkerHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Both functions on one machine, wired to a data folder: {@code weir.db} (queue and dead-letter queue), {@code bucket/},
 * {@code outbox/}, {@code topic/}. A request that was answered with 200 survives a kill and a power cut.
 */
public final class LocalWeir implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int POLLERS = 2;

    private final Opened opened;
    private final DataFolder folder;
    private final Functions functions;
    private final List<EventSourceMapping> mappings;
    private final List<Rounds> rounds;
    private final HttpFront front;
    private final Operations operations;

    private LocalWeir(
            Opened opened,
            DataFolder folder,
            Functions functions,
            List<EventSourceMapping> mappings,
            List<Rounds> rounds,
            HttpFront front,
            Running running)
            throws IOException {
        this.opened = opened;
        this.folder = folder;
        this.functions = functions;
        this.mappings = mappings;
        this.rounds = rounds;
        this.front = front;
        this.operations = folder.operations(running.secrets(), running.clock(), new Surround(this, running));
    }

    /** What an operator is told of the process. */
    record Running(Address address, Secrets secrets, Breakers breakers, Clock clock) {}

    /** What an operator can see and do here, as long as this is open. */
    public Operations operations() {
        return operations;
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

        default Pruning.Limits limits() {
            return Pruning.Limits.DEFAULT;
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
        return open(sources, data, address, MetricsLog.before(log), new Wiring() {});
    }

    /**
     * What someone may choose beyond that.
     *
     * @param actions further ones, which the sources may name
     * @param limits of what the ledger keeps
     */
    public record Options(List<ActionProvider> actions, Pruning.Limits limits) {}

    /**
     * As above, with options.
     *
     * @throws io.weir.config.ConfigurationException if a source names an action that does not exist or gives it wrong
     *     options, or if the settings of the folder are wrong
     */
    public static LocalWeir open(Sources sources, Path data, Address address, Log log, Options options)
            throws IOException {
        return open(sources, data, address, log, new Wiring() {
            @Override
            public Peers worker(Peers peers) {
                return peers.toBuilder().actions(options.actions()).build();
            }

            @Override
            public Pruning.Limits limits() {
                return options.limits();
            }
        });
    }

    static LocalWeir open(Sources sources, Path data, Address address, Log log, Wiring wiring) throws IOException {
        Clock clock = Clock.systemUTC();
        Consumer<String> warn = log::warn;
        Opened opened = new Opened();
        try {
            Retention retention = Retention.read(data);
            DataFolder folder = DataFolder.open(data, clock, warn, opened);
            LocalQueues queues = folder.queues();
            Breakers breakers = new Breakers(folder.ledger(), clock);
            Peers peers = wiring.worker(LocalPeers.of(folder, clock, log, opened).toBuilder()
                    .reports(breakers)
                    .build());
            Queue queue = wiring.door(new SqsQueue(queues.sqs().forSenders(), queues.url()));
            Functions functions = new Functions(
                    sources,
                    configured -> new Functions.Pair(
                            configured,
                            IngestHandler.builder(configured, queue)
                                    .inbox(folder.inbox())
                                    .url(address.url())
                                    .secrets(peers.secrets())
                                    .clock(clock)
                                    .log(log)
                                    .build(),
                            new WorkerHandler(LocalPeers.config(configured, folder), peers)));
            LocalWeir weir = new LocalWeir(
                    opened,
                    folder,
                    functions,
                    mappings(queues, functions, folder.store(), warn, opened),
                    new Upkeep(folder, clock, warn).rounds(retention, wiring.limits(), opened),
                    opened.add(new HttpFront(
                            address.host(),
                            address.port(),
                            functions,
                            new RecentHealth(() -> queues.health(folder.store())),
                            warn)),
                    new Running(address, peers.secrets(), breakers, clock));
            folder.topic().await();
            return weir;
        } catch (IOException | RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /** That of the queue first. */
    private static List<EventSourceMapping> mappings(
            LocalQueues queues, Functions functions, LocalStore store, Consumer<String> warn, Opened opened) {
        long heap = Runtime.getRuntime().maxMemory();
        return Stream.concat(Stream.of(queues.url()), queues.lanes().stream())
                .map(url -> opened.add(new EventSourceMapping(
                                queues.sqs(),
                                url,
                                functions::work,
                                TIMEOUT,
                                url.equals(queues.url()) ? Load.ofQueue(heap) : Load.ofLane(heap),
                                warn)
                        .after(store::acknowledging)))
                .toList();
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

    /**
     * Takes other sources. No request is lost or refused meanwhile: what is under way ends by the old ones, what comes next
     * begins by the new ones, door and worker together. Queue, store, claims, address and front stay. Circuit breakers and what
     * was kept of secrets and certificates begin anew.
     *
     * @throws io.weir.config.ConfigurationException if they cannot be used; then the old ones stay
     */
    public void reload(Sources sources) {
        functions.reload(sources);
    }

    /** Those that are in force. */
    Sources sources() {
        return functions.sources();
    }

    List<EventSourceMapping> mappings() {
        return mappings;
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
        mappings.forEach(EventSourceMapping::stop); // so that their polls end together, not one after the other
        opened.close();
    }
}
