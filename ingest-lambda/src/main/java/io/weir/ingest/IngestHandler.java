package io.weir.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The ingest function: an HTTP event of payload format 2.0 in, the envelope on the queue, the answer out. Thread-safe.
 */
public final class IngestHandler implements RequestStreamHandler, Resource {
    /** SNS gives up after 15 s; the bucket comes after the queue and wants its share of them. */
    private static final Duration QUEUE_TIME = Duration.ofSeconds(5);

    private static final Duration ATTEMPT_TIME = Duration.ofSeconds(2);

    private final Door door;
    private final RequestLog log;

    /** Reads the environment and talks to AWS. */
    public IngestHandler() {
        this(IngestConfig.read(System.getenv()));
        Core.getGlobalContext().register(this);
    }

    private IngestHandler(IngestConfig config) {
        this(
                config.sources(),
                new SqsQueue(sqs(UrlConnectionHttpClient.create()), config.queueUrl()),
                inbox(config.bucket()),
                config.metricsNamespace(),
                Clock.systemUTC(),
                System.out);
    }

    /**
     * Talks to the peers it is given.
     *
     * @param inbox null if there is no bucket
     * @param log takes one JSON line a request
     */
    public IngestHandler(Sources sources, Queue queue, @Nullable Inbox inbox, Clock clock, PrintStream log) {
        this(sources, queue, inbox, IngestConfig.DEFAULT_NAMESPACE, clock, log);
    }

    private IngestHandler(
            Sources sources,
            Queue queue,
            @Nullable Inbox inbox,
            String metricsNamespace,
            Clock clock,
            PrintStream log) {
        this.door = new Door(sources, queue, inbox, clock);
        this.log = new RequestLog(metricsNamespace, log, clock);
    }

    private static SqsClient sqs(SdkHttpClient http) {
        return SqsClient.builder()
                .httpClient(http)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(QUEUE_TIME)
                        .apiCallAttemptTimeout(ATTEMPT_TIME)
                        .retryStrategy(RetryMode.STANDARD)
                        .build())
                .build();
    }

    private static @Nullable Inbox inbox(@Nullable String bucket) {
        if (bucket == null) {
            return null;
        }
        AwsCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        return S3Inbox.of(bucket, System.getenv(), credentials, UrlConnectionHttpClient.create());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        long start = System.nanoTime();
        HttpEvent event = HttpEventParser.parse(input);
        Source source = door.source(event);
        Answer answer = door.answer(event, source, trace());
        output.write(answer.bytes());
        log.request(source, answer, event.body().length, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Lambda's runtime sets the property for each invocation, and the variable where only one runs at a time. */
    private static @Nullable String trace() {
        String trace = System.getProperty("com.amazonaws.xray.traceHeader");
        return trace == null ? System.getenv("_X_AMZN_TRACE_ID") : trace;
    }

    /** Before the snapshot: runs what a request runs, up to the queue, so that the restored function need not warm up. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws IOException {
        Priming.run(door);
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Connections are opened anew by the client; nothing else lives longer than a request.
    }
}
