package io.weir.system;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of LocalStack's services. */
final class Aws {
    private final SqsClient sqs;
    private final S3Client s3;
    private final SesClient ses;
    private final SnsClient sns;
    private final LambdaClient lambda;
    private final CloudWatchClient cloudWatch;
    private final SecretsManagerClient secrets;
    private final DynamoDbClient dynamoDb;
    private final EventBridgeClient events;

    Aws(URI endpoint) {
        sqs = at(endpoint, SqsClient.builder()).build();
        s3 = at(endpoint, S3Client.builder().forcePathStyle(true)).build();
        ses = at(endpoint, SesClient.builder()).build();
        sns = at(endpoint, SnsClient.builder()).build();
        lambda = at(endpoint, LambdaClient.builder()).build();
        cloudWatch = at(endpoint, CloudWatchClient.builder()).build();
        secrets = at(endpoint, SecretsManagerClient.builder()).build();
        dynamoDb = at(endpoint, DynamoDbClient.builder()).build();
        events = at(endpoint, EventBridgeClient.builder()).build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B at(URI endpoint, B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(LocalStack.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    SqsClient sqs() {
        return sqs;
    }

    S3Client s3() {
        return s3;
    }

    SesClient ses() {
        return ses;
    }

    SnsClient sns() {
        return sns;
    }

    LambdaClient lambda() {
        return lambda;
    }

    CloudWatchClient cloudWatch() {
        return cloudWatch;
    }

    SecretsManagerClient secrets() {
        return secrets;
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    EventBridgeClient events() {
        return events;
    }
}
