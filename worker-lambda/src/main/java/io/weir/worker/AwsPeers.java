package io.weir.worker;

import io.weir.worker.aws.DynamoDbClaims;
import io.weir.worker.aws.EventBridgeBus;
import io.weir.worker.aws.S3Bucket;
import io.weir.worker.aws.SecretsManagerSecrets;
import io.weir.worker.aws.SesMailer;
import io.weir.worker.aws.SnsSubscriptions;
import io.weir.worker.http.HttpsCertificateFetcher;
import io.weir.worker.http.PinnedHttpSender;
import io.weir.worker.secret.LocalSecrets;
import java.time.Clock;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The worker's peers in an account of AWS, by the SDK's default credentials, region and endpoints. */
public final class AwsPeers {
    private AwsPeers() {}

    public static Peers of(WorkerConfig config) {
        SdkHttpClient http = UrlConnectionHttpClient.create();
        String mailFrom = config.mailFrom();
        String table = config.table();
        return new Peers(
                SqsClient.builder().httpClient(http).build(),
                new S3Bucket(S3Client.builder().httpClient(http).build(), config.bucket()),
                mailFrom == null
                        ? null
                        : new SesMailer(SesClient.builder().httpClient(http).build(), mailFrom, config.mailTo()),
                new EventBridgeBus(EventBridgeClient.builder().httpClient(http).build()),
                allowPrivate ->
                        new PinnedHttpSender(SystemDefaultDnsResolver.INSTANCE, allowPrivate, Clock.systemUTC()),
                table == null
                        ? null
                        : new DynamoDbClaims(
                                DynamoDbClient.builder().httpClient(http).build(), table),
                new HttpsCertificateFetcher(),
                new SnsSubscriptions(region ->
                        SnsClient.builder().httpClient(http).region(region).build()),
                new LocalSecrets(
                        System::getenv,
                        new SecretsManagerSecrets(
                                SecretsManagerClient.builder().httpClient(http).build())),
                Clock.systemUTC(),
                System.out);
    }
}
