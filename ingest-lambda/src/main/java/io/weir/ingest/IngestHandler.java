package io.weir.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.weir.config.Environment;
import io.weir.envelope.source.PublicUrl;
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
    /** SNS gives up after 15 s, and so does the function: an answer must be out well before, a 503 as well. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(9);

    /** The bucket comes after the queue and has what is left. */
    private static final Duration QUEUE_TIME = Duration.ofSeconds(5);

    private static final Duration ATTEMPT_TIME = Duration.ofSeconds(2);

    private final Door door;
    private final RequestLog log;

    /** Reads the environment and talks to AWS. */
    public IngestHandler() {
        this(IngestConfig.read(Environment.ofProcess()));
        Core.getGlobalContext().register(this);
    }

    private IngestHandler(IngestConfig config) {
        this(builder(config.sources(), new SqsQueue(sqs(UrlConnectionHttpClient.create()), config.queueUrl()))
                .inbox(inbox(config.bucket()))
                .url(config.url())
                .metricsNamespace(config.metricsNamespace()));
    }

    private IngestHandler(Builder parts) {
        door = new Door(parts.sources, parts.queue, parts.inbox, parts.url, parts.clock, parts.answerTime);
        log = new RequestLog(parts.metricsNamespace, parts.log, parts.clock);
    }

    /** A handler that talks to the peers it is given. */
    public static Builder builder(Sources sources, Queue queue) {
        return new Builder(sources, queue);
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
        long start = System.nanoTime();
        HttpEvent event = HttpEventParser.parse(input);
        Door.Answered answered = door.answer(event, trace());
        output.write(answered.answer().bytes());
        log.request(
                answered.source(), answered.answer(), event.body().length, Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * Answers a request whose head suffices to refuse it, so that a server of our own need not read the body of a stranger.
     *
     * @param head the event without a body
     * @return false if the body is needed; then nothing is written, and the request is one for {@link #handleRequest}
     */
    public boolean refuse(InputStream head, OutputStream output) throws IOException {
        long start = System.nanoTime();
        Door.Answered refusal = door.refusal(HttpEventParser.parse(head));
        if (refusal == null) {
            return false;
        }
        output.write(refusal.answer().bytes());
        log.request(refusal.source(), refusal.answer(), 0, Duration.ofNanos(System.nanoTime() - start));
        return true;
    }

    /** Lambda's runtime sets the property for each invocation, and the variable where only one runs at a time. */
    private static @Nullable String trace() {
        String trace = System.getProperty("com.amazonaws.xray.traceHeader");
        return trace == null ? System.getenv("_X_AMZN_TRACE_ID") : trace;
    }

    /** Before the snapshot: runs what a request runs, up to the queue, so that the restored function is warm already. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws IOException {
        Priming.run(door);
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Connections are opened again by the client; nothing else lives longer than a request.
    }

    /** What a handler is made of. */
    public static final class Builder {
        private final Sources sources;
        private final Queue queue;
        private @Nullable Inbox inbox;
        private String metricsNamespace = IngestConfig.DEFAULT_NAMESPACE;
        private @Nullable PublicUrl url;
        private Duration answerTime = ANSWER_TIME;
        private Clock clock = Clock.systemUTC();
        private PrintStream log = System.out;

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

        /** Takes one JSON line a request; the standard output if not given. */
        public Builder log(PrintStream value) {
            log = value;
            return this;
        }

        public IngestHandler build() {
            return new IngestHandler(this);
        }
    }
}
