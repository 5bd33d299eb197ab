package io.weir.worker.aws;

import io.weir.worker.action.EventBus;
import io.weir.worker.action.Mailer;
import io.weir.worker.batch.DeadLetters;
import io.weir.worker.batch.Visibility;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.secret.Secrets;
import io.weir.worker.sns.Subscriptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private @Nullable SqsClient sqs;

    private synchronized SqsClient sqs() {
        if (sqs == null) {
            sqs = SqsClient.builder().httpClient(http).build();
        }
        return sqs;
    }

    public DeadLetters deadLetters(String queueUrl) {
        return new SqsDeadLetters(sqs(), queueUrl);
    }

    public Visibility visibility(String queueUrl) {
        return new SqsVisibility(sqs(), queueUrl);
    }

    public Bucket bucket(String name) {
        return new S3Bucket(S3Client.builder().httpClient(http).build(), name);
    }

    public Mailer mailer(String from, List<String> to) {
        return new SesMailer(SesClient.builder().httpClient(http).build(), from, to);
    }

    public EventBus bus() {
        return new EventBridgeBus(EventBridgeClient.builder().httpClient(http).build());
    }

    public ClaimTable claims(String table) {
        return new DynamoDbClaims(DynamoDbClient.builder().httpClient(http).build(), table);
    }

    /** A client is made for each region, when its first topic asks. */
    public Subscriptions subscriptions() {
        return new SnsSubscriptions(
                region -> SnsClient.builder().httpClient(http).region(region).build());
    }

    /** Secrets of Secrets Manager. */
    public Secrets secrets() {
        return new SecretsManagerSecrets(
                SecretsManagerClient.builder().httpClient(http).build());
    }
}
