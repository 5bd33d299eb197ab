package io.weir.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.weir.config.Environment;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Sources;
import io.weir.ingest.event.HttpEvent;
import io.weir.ingest.event.HttpEventParser;
import io.weir.ingest.secret.Proofs;
import io.weir.ingest.secret.SecretsManagerCalls;
import io.weir.ingest.secret.TimedSecrets;
import io.weir.log.EmfLog;
import io.weir.log.Log;
import io.weir.priming.LoopbackServer;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.LocalSecrets;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The ingest function: an HTTP event of payload format 2.0 in, the envelope on the queue, the answer out. Thread-safe.
 */
public final class IngestHandler implements RequestStreamHandler, Resource {
    /** SNS gives up after 15 s, and so does the function: an answer must be out well before, a 503 as well. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(9);

    /** The bucket comes after the queue and has what is left. */
    private static final Duration QUEUE_TIME = Duration.ofSeconds(5);

    /** Read twice at most, it leaves the queue its time. */
    private static final Duration SECRET_TIME = Duration.ofSeconds(2);

    private static final Duration ATTEMPT_TIME = Duration.ofSeconds(2);

    private static final AwsCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("priming", "priming"));

    private static final byte[] PONG = "{\"weir\":\"pong\"}".getBytes(StandardCharsets.UTF_8);

    private final Door door;
    private final RequestLog log;

    /** Reads the environment and talks to AWS. */
    public IngestHandler() {
        this(IngestConfig.read(Environment.ofProcess()));
        Core.getGlobalContext().register(this);
    }

    private IngestHandler(IngestConfig config) {
        this(builder(
                        config.sources(),
                        new SqsQueue(sqs(UrlConnectionHttpClient.create()).build(), config.queueUrl()))
                .inbox(inbox(config.bucket()))
                .url(config.url())
                .origin(config.origin())
                .secrets(secrets(Environment.ofProcess()))
                .metricsNamespace(config.metricsNamespace()));
    }

    private IngestHandler(Builder parts) {
        door = new Door(
                parts.sources,
                parts.queue,
                parts.inbox,
                parts.url,
                parts.origin,
                new Proofs(parts.sources, parts.secrets, parts.clock),
                parts.clock,
                parts.answerTime);
        log = new RequestLog(parts.log());
    }

    /** A handler that talks to the peers it is given. */
    public static Builder builder(Sources sources, Queue queue) {
        return new Builder(sources, queue);
    }

    private static SqsClientBuilder sqs(SdkHttpClient http) {
        return SqsClient.builder()
                .httpClient(http)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(QUEUE_TIME)
                        .apiCallAttemptTimeout(ATTEMPT_TIME)
                        .retryStrategy(RetryMode.STANDARD)
                        .build());
    }

    /** Asked only for the sources that need one here; nothing is made before. */
    private static Secrets secrets(Environment environment) {
        return new LocalSecrets(
                System::getenv, new TimedSecrets(new SecretsManagerCalls(environment), SECRET_TIME), Clock.systemUTC());
    }

    private static @Nullable Inbox inbox(@Nullable BucketAddress bucket) {
        if (bucket == null) {
            return null;
        }
        AwsCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(ATTEMPT_TIME)
                .socketTimeout(ATTEMPT_TIME)
                .build();
        return new S3Inbox(bucket, credentials, http);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        handle(input, output);
    }

    void handle(InputStream input, OutputStream output) throws IOException {
        long start = System.nanoTime();
        HttpEvent event = HttpEventParser.parse(input);
        if (event.isPing()) {
            output.write(PONG);
            return;
        }
        Door.Look look = door.look(event);
        Answer answer = door.answer(look, event, trace());
        output.write(answer.bytes());
        log.request(look.source(), answer, event.body().length, Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * The second way in, for a server of our own: the request as it is, without JSON, asked with its head so that the body of
     * a stranger need not be read. The answers are those that {@link #handleRequest} gives.
     *
     * @param head the request without its body
     */
    public Visit visit(HttpEvent head) {
        return new DoorVisit(door, log, head);
    }

    /** Lambda's runtime sets the property for each invocation, and the variable where only one runs at a time. */
    private static @Nullable String trace() {
        String trace = System.getProperty("com.amazonaws.xray.traceHeader");
        return trace == null ? System.getenv("_X_AMZN_TRACE_ID") : trace;
    }

    /**
     * Before the snapshot: a handler with the same clients sends to a server of its own, so that the restored function has loaded and
     * run all that its first request needs, and AWS is not asked for anything. A function that cannot be primed is a slow one,
     * not a broken one, so that is only logged; what no request could do without (an {@link Error}: a class is missing) ends the
     * start, and with it the deployment.
     */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        try (LoopbackServer server = LoopbackServer.start(Priming::answer);
                SdkHttpClient http = UrlConnectionHttpClient.builder()
                        .tlsTrustManagersProvider(server::trust)
                        .build();
                SqsClient sqs = sqs(http)
                        .endpointOverride(server.uri())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(NOBODY)
                        .build()) {
            BucketAddress bucket = new BucketAddress(server.uri().resolve("/priming/"), Region.US_EAST_1.id());
            Priming.run(builder(Priming.SOURCES, new SqsQueue(sqs, server.uri() + "/0/priming"))
                    .inbox(new S3Inbox(bucket, NOBODY, http))
                    .log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .build());
        } catch (IOException | SdkException e) {
            log.warn("the function is not primed, its first request will be slow: " + e.getMessage());
        }
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        door.forget(); // connections are opened again by the client
    }

    /** What a handler is made of. */
    public static final class Builder {
        private final Sources sources;
        private final Queue queue;
        private @Nullable Inbox inbox;
        private String metricsNamespace = IngestConfig.DEFAULT_NAMESPACE;
        private @Nullable PublicUrl url;
        private @Nullable TrustedOrigin origin;
        private Secrets secrets = (reference, fresh) -> {
            throw new RefusedException("this door has no secrets");
        };
        private Duration answerTime = ANSWER_TIME;
        private Clock clock = Clock.systemUTC();
        private @Nullable Log log;
        private PrintStream lines = System.out;

        private Builder(Sources sources, Queue queue) {
            this.sources = sources;
            this.queue = queue;
        }

        /** Without one, or with null, a request that the queue does not take is answered 413 or 503. */
        public Builder inbox(@Nullable Inbox value) {
            inbox = value;
            return this;
        }

        /** The deployment's own URL, below which the sources are; without one, or with null, each request tells it. */
        public Builder url(@Nullable PublicUrl value) {
            url = value;
            return this;
        }

        /** What alone may speak to the door; without one, or with null, anyone may. */
        Builder origin(@Nullable TrustedOrigin value) {
            origin = value;
            return this;
        }

        /** Where the secrets are that some sources need at the door; without it, what they prove is left to the worker. */
        public Builder secrets(Secrets value) {
            secrets = value;
            return this;
        }

        Builder metricsNamespace(String value) {
            metricsNamespace = value;
            return this;
        }

        /** What queue and bucket may take together. */
        Builder answerTime(Duration value) {
            answerTime = value;
            return this;
        }

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** Takes one line a request with its metrics, as CloudWatch reads them; the standard output if not given. */
        public Builder log(PrintStream value) {
            lines = value;
            return this;
        }

        /** Takes one line a request. */
        public Builder log(Log value) {
            log = value;
            return this;
        }

        private Log log() {
            return log == null ? new EmfLog(metricsNamespace, lines, clock) : log;
        }

        public IngestHandler build() {
            return new IngestHandler(this);
        }
    }
}
