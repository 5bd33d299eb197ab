package io.weir.worker.aws;

import io.weir.priming.LoopbackServer;
import io.weir.verify.secret.Secrets;
import io.weir.worker.action.EventBus;
import io.weir.worker.action.Mailer;
import io.weir.worker.batch.DeadLetters;
import io.weir.worker.batch.Visibility;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.inbox.Requeue;
import io.weir.worker.record.Report;
import io.weir.worker.retry.SlowLane;
import io.weir.worker.sns.Subscriptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Makes clients of AWS by the SDK's default credentials, region and endpoints, and hands out what stands behind them. Each
 * method makes a client; all of them share one HTTP client. Thread-safe.
 */
public final class AwsClients implements AutoCloseable {
    /** A whole call with the SDK's own retries: well inside the time of a record, so that a guard can ask again. */
    static final Duration CALL = Duration.ofSeconds(8);

    /** One attempt of a call: what a host may take that accepts and is silent. */
    static final Duration ATTEMPT = Duration.ofSeconds(4);

    private static final AwsCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("priming", "priming"));

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final SdkHttpClient http;
    private final ClientOverrideConfiguration times;
    private final @Nullable LoopbackServer standIn;
    private final Queue<SdkClient> clients = new ConcurrentLinkedQueue<>();
    private @Nullable SqsClient sqs;

    public AwsClients() {
        this(CALL, ATTEMPT);
    }

    AwsClients(Duration call, Duration attempt) {
        this(call, attempt, null);
    }

    /** Clients of a server that stands in for all of AWS, and of nothing else. */
    public static AwsClients of(LoopbackServer standIn) {
        return new AwsClients(CALL, ATTEMPT, standIn);
    }

    private AwsClients(Duration call, Duration attempt, @Nullable LoopbackServer standIn) {
        this.standIn = standIn;
        this.http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(attempt)
                .tlsTrustManagersProvider(standIn == null ? null : standIn::trust)
                .build();
        this.times = ClientOverrideConfiguration.builder()
                .apiCallTimeout(call)
                .apiCallAttemptTimeout(attempt)
                .build();
    }

    private <C extends SdkClient, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C built(B builder) {
        builder.httpClient(http).overrideConfiguration(times);
        if (standIn != null) {
            builder.endpointOverride(standIn.uri()).region(Region.US_EAST_1).credentialsProvider(NOBODY);
        }
        C client = builder.build();
        clients.add(client);
        return client;
    }

    private synchronized SqsClient sqs() {
        if (sqs == null) {
            sqs = built(SqsClient.builder());
        }
        return sqs;
    }

    public DeadLetters deadLetters(String queueUrl) {
        return new SqsDeadLetters(sqs(), queueUrl);
    }

    public Requeue requeue(String queueUrl) {
        return new SqsRequeue(sqs(), queueUrl);
    }

    /** Those who listen get a copy of what is proven, as far as that costs nothing. */
    public Report.Listener listeners(String queueUrl) {
        return new SqsListeners(sqs(), queueUrl);
    }

    public SlowLane slowLane(String queueUrl) {
        return new SqsSlowLane(sqs(), queueUrl);
    }

    public Visibility visibility(String queueUrl, List<String> laneUrls) {
        return new SqsVisibility(sqs(), queueUrl, laneUrls);
    }

    public Bucket bucket(String name) {
        return new S3Bucket(built(S3Client.builder()), name);
    }

    public Mailer mailer(String from, List<String> to) {
        return AwsMailers.ses(built(SesClient.builder()), from, to);
    }

    /** Mail to whoever has subscribed to a topic by e-mail. */
    public Mailer mailer(String topicArn) {
        return AwsMailers.sns(built(SnsClient.builder().region(SnsSubscriptions.region(topicArn))), topicArn);
    }

    public EventBus bus() {
        return new EventBridgeBus(built(EventBridgeClient.builder()));
    }

    public ClaimTable claims(String table) {
        return new DynamoDbClaims(built(DynamoDbClient.builder()), table);
    }

    /** A client is made for each region, when its first topic asks. */
    public Subscriptions subscriptions() {
        return new SnsSubscriptions(region -> built(SnsClient.builder().region(region)));
    }

    /** Secrets of Secrets Manager. */
    public Secrets secrets() {
        return new SecretsManagerSecrets(built(SecretsManagerClient.builder()));
    }

    /** Closes the clients that were made. */
    @Override
    public void close() {
        clients.forEach(SdkClient::close);
        http.close();
    }
}
