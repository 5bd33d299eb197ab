package io.weir.local;

import io.weir.envelope.source.Sources;
import io.weir.ingest.IngestHandler;
import io.weir.ingest.Queue;
import io.weir.ingest.SqsQueue;
import io.weir.json.Json;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.FolderBus;
import io.weir.local.files.FolderInbox;
import io.weir.local.files.OutboxMailer;
import io.weir.local.http.Health;
import io.weir.local.http.HttpFront;
import io.weir.local.lambda.EventSourceMapping;
import io.weir.local.sqs.MessageTable;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.SqsNames;
import io.weir.local.store.LocalStore;
import io.weir.local.store.SqliteClaims;
import io.weir.local.store.StoreException;
import io.weir.local.topic.LocalCertificates;
import io.weir.local.topic.LocalSubscriptions;
import io.weir.local.topic.LocalTopic;
import io.weir.worker.Peers;
import io.weir.worker.WorkerConfig;
import io.weir.worker.WorkerHandler;
import io.weir.worker.aws.SecretsManagerSecrets;
import io.weir.worker.aws.SnsSubscriptions;
import io.weir.worker.http.HttpsCertificateFetcher;
import io.weir.worker.http.PinnedHttpSender;
import io.weir.worker.secret.LocalSecrets;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Both functions on one machine, wired to a data folder: {@code weir.db} (queue and dead-letter queue), {@code bucket/},
 * {@code outbox/}, {@code topic/}. A request that was answered with 200 survives a kill and a power cut.
 */
public final class LocalWeir implements AutoCloseable {
    static final int MAX_RECEIVE_COUNT = 5;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration VISIBILITY = Duration.ofSeconds(60);
    private static final Duration RETENTION = Duration.ofDays(14);
    private static final int POLLERS = 2;
    private static final long NOTIFY_SECONDS = 5;

    private final LocalStore store;
    private final SqliteSqsClient sqs;
    private final LocalTopic topic;
    private final String queueUrl;
    private final String dlqUrl;
    private final EventSourceMapping mapping;
    private final HttpFront front;
    private final FolderInbox inbox;
    private final PrintStream log;
    private final ScheduledExecutorService notifier = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("inbox").factory());

    /**
     * Opens the data folder and wires both functions. Nothing listens yet.
     *
     * @param port 0 for a free one
     * @param log takes one JSON line a request and a record
     * @throws IOException if the folder cannot be used
     * @throws StoreException if another process uses it
     */
    public LocalWeir(Sources sources, Path data, String host, int port, PrintStream log) throws IOException {
        this(sources, data, host, port, log, new Wiring() {});
    }

    /** What the functions are wired to. A test puts something else in its place, such as peers that fail. */
    interface Wiring {
        default Peers worker(Peers peers) {
            return peers;
        }

        default Queue door(Queue queue) {
            return queue;
        }
    }

    LocalWeir(Sources sources, Path data, String host, int port, PrintStream log, Wiring wiring) throws IOException {
        Clock clock = Clock.systemUTC();
        this.log = log;
        store = LocalStore.open(
                data,
                Stream.concat(SqliteSqsClient.schema().stream(), SqliteClaims.SCHEMA.stream())
                        .toList());
        sqs = new SqliteSqsClient(store, clock);
        dlqUrl = createQueue("weir-dlq", Map.of());
        queueUrl = createQueue(
                "weir",
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        Long.toString(VISIBILITY.toSeconds()),
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + SqsNames.arn("weir-dlq") + "\",\"maxReceiveCount\":"
                                + MAX_RECEIVE_COUNT + "}"));
        sqs.releaseInFlight(queueUrl);
        topic = LocalTopic.open(data.resolve("topic"));
        FolderBucket bucket = new FolderBucket(data.resolve("bucket"));
        inbox = new FolderInbox(bucket, data.resolve("bucket/.pending"), sqs, queueUrl, clock);
        WorkerConfig config = new WorkerConfig(
                sources,
                queueUrl,
                dlqUrl,
                bucket.name(),
                "weir@localhost",
                List.of("weir@localhost"),
                "local",
                "claims",
                false,
                RETENTION,
                MAX_RECEIVE_COUNT,
                "Weir",
                "local");
        mapping = new EventSourceMapping(
                sqs,
                queueUrl,
                new WorkerHandler(config, wiring.worker(peers(bucket, data, clock))),
                TIMEOUT,
                this::warn);
        front = new HttpFront(
                host,
                port,
                new IngestHandler(sources, wiring.door(new SqsQueue(sqs, queueUrl)), inbox, clock, log),
                this::health,
                this::warn);
    }

    private Peers peers(FolderBucket bucket, Path data, Clock clock) throws IOException {
        return new Peers(
                sqs,
                bucket,
                new OutboxMailer(data.resolve("outbox"), clock),
                new FolderBus(data.resolve("events")),
                allowPrivate -> new PinnedHttpSender(SystemDefaultDnsResolver.INSTANCE, allowPrivate, clock),
                new SqliteClaims(store),
                new LocalCertificates(topic, new HttpsCertificateFetcher()),
                new LocalSubscriptions(
                        topic,
                        new SnsSubscriptions(region -> SnsClient.builder()
                                .httpClient(UrlConnectionHttpClient.create())
                                .region(region)
                                .build())),
                new LocalSecrets(
                        System::getenv,
                        (reference, fresh) -> new SecretsManagerSecrets(SecretsManagerClient.builder()
                                        .httpClient(UrlConnectionHttpClient.create())
                                        .build())
                                .get(reference, fresh)),
                clock,
                log);
    }

    private String createQueue(String name, Map<QueueAttributeName, String> attributes) {
        String url = sqs.createQueue(request -> request.queueName(name)).queueUrl();
        sqs.setQueueAttributes(request -> request.queueUrl(url)
                .attributes(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, Long.toString(RETENTION.toSeconds()))));
        if (!attributes.isEmpty()) {
            sqs.setQueueAttributes(request -> request.queueUrl(url).attributes(attributes));
        }
        return url;
    }

    /**
     * Begins to listen and to work.
     *
     * @throws IOException if the port is taken
     */
    public void start() throws IOException {
        front.start();
        var unused = notifier.scheduleWithFixedDelay(this::notifyPending, 0, NOTIFY_SECONDS, TimeUnit.SECONDS);
        mapping.start(POLLERS);
    }

    private void notifyPending() {
        try {
            inbox.notifyPending();
        } catch (IOException | RuntimeException e) {
            warn("objects of the inbox could not be told to the queue: " + e);
        }
    }

    private void warn(String message) {
        log.println(Json.writeAscii(Map.of("level", "warn", "message", message)));
    }

    /** The port it listens on. */
    public int port() {
        return front.port();
    }

    /** Signs as SNS does, for topics of this machine. */
    public LocalTopic topic() {
        return topic;
    }

    /** The queues of this machine. */
    public SqsClient sqs() {
        return sqs;
    }

    public String dlqUrl() {
        return dlqUrl;
    }

    /** The depths now. */
    public Health health() {
        String version = Version.TEXT;
        try {
            MessageTable.Depth queue = sqs.depth(queueUrl);
            MessageTable.Depth dead = sqs.depth(dlqUrl);
            return new Health(
                    true,
                    queue.visible() + queue.delayed(),
                    queue.inFlight(),
                    dead.visible() + dead.inFlight() + dead.delayed(),
                    version);
        } catch (RuntimeException e) {
            return new Health(false, 0, 0, 0, version);
        }
    }

    /** Answers what is under way, finishes the batches that the worker has, and closes the file. */
    @Override
    public void close() throws IOException {
        try {
            front.close();
        } finally {
            notifier.shutdown();
            mapping.close();
            store.close();
        }
    }
}
