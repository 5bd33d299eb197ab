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
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of LocalStack's services. */
record Aws(
        SqsClient sqs,
        S3Client s3,
        SnsClient sns,
        LambdaClient lambda,
        CloudWatchClient cloudWatch,
        SecretsManagerClient secrets,
        DynamoDbClient dynamoDb,
        EventBridgeClient events) {
    static Aws at(URI endpoint) {
        return new Aws(
                at(endpoint, SqsClient.builder()).build(),
                at(endpoint, S3Client.builder().forcePathStyle(true)).build(),
                at(endpoint, SnsClient.builder()).build(),
                at(endpoint, LambdaClient.builder()).build(),
                at(endpoint, CloudWatchClient.builder()).build(),
                at(endpoint, SecretsManagerClient.builder()).build(),
                at(endpoint, DynamoDbClient.builder()).build(),
                at(endpoint, EventBridgeClient.builder()).build());
    }

    private static <B extends AwsClientBuilder<B, ?>> B at(URI endpoint, B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(LocalStack.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }
}
