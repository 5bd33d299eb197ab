package io.weir.worker.aws;

import io.weir.worker.action.EventBus;
import io.weir.worker.action.Mailer;
import io.weir.worker.batch.DeadLetters;
import io.weir.worker.batch.Visibility;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.inbox.Requeue;
import io.weir.worker.record.Report;
import io.weir.worker.retry.SlowLane;
import io.weir.worker.secret.Secrets;
import io.weir.worker.sns.Subscriptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Makes clients of AWS by the SDK's default credentials, region and endpoints, and hands out what stands behind them. Each
 * method makes a client; all of them share one HTTP client.
 */
public final class AwsClients {
    /** A whole call with the SDK's own retries: well inside the time of a record, so that a guard can ask again. */
    static final Duration CALL = Duration.ofSeconds(8);

    /** One attempt of a call: what a host may take that accepts and is silent. */
    static final Duration ATTEMPT = Duration.ofSeconds(4);

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final SdkHttpClient http;
    private final ClientOverrideConfiguration times;
    private @Nullable SqsClient sqs;

    public AwsClients() {
        this(CALL, ATTEMPT);
    }

    AwsClients(Duration call, Duration attempt) {
        this.http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(attempt)
                .build();
        this.times = ClientOverrideConfiguration.builder()
                .apiCallTimeout(call)
                .apiCallAttemptTimeout(attempt)
                .build();
    }

    private <C, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> B timed(B builder) {
        return builder.httpClient(http).overrideConfiguration(times);
    }

    private synchronized SqsClient sqs() {
        if (sqs == null) {
            sqs = timed(SqsClient.builder()).build();
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
        return new S3Bucket(timed(S3Client.builder()).build(), name);
    }

    public Mailer mailer(String from, List<String> to) {
        return new SesMailer(timed(SesClient.builder()).build(), from, to);
    }

    public EventBus bus() {
        return new EventBridgeBus(timed(EventBridgeClient.builder()).build());
    }

    public ClaimTable claims(String table) {
        return new DynamoDbClaims(timed(DynamoDbClient.builder()).build(), table);
    }

    /** A client is made for each region, when its first topic asks. */
    public Subscriptions subscriptions() {
        return new SnsSubscriptions(
                region -> timed(SnsClient.builder()).region(region).build());
    }

    /** Secrets of Secrets Manager. */
    public Secrets secrets() {
        return new SecretsManagerSecrets(timed(SecretsManagerClient.builder()).build());
    }
}
