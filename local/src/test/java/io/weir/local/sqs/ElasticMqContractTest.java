package io.weir.local.sqs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

class ElasticMqContractTest extends SqsContract {
    private static SQSRestServer server;
    private static SqsClient sqs;

    @BeforeAll
    static void start() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        sqs = SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:"
                        + server.waitUntilStarted().localAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @AfterAll
    static void stop() {
        sqs.close();
        server.stopAndWait();
    }

    @Override
    SqsClient sqs() {
        return sqs;
    }

    /** ElasticMQ takes an empty batch; SQS refuses it with EmptyBatchRequest. */
    @Test
    @Override
    void batch_empty_isRefused() {
        assertThatCode(() -> sendBatch(List.of())).doesNotThrowAnyException();
    }

    /** ElasticMQ has the limit of 1 MiB that SQS has since 2025, and no attribute to set a smaller one. */
    @Test
    @Override
    void send_tooLong_isRefused() {
        assertThatThrownBy(() -> send("x".repeat((1 << 20) + 1))).isInstanceOf(SqsException.class);
    }
}
