package io.weir.worker.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.worker.claim.ClaimTable;
import io.weir.worker.kit.ClaimTableContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** Against DynamoDB Local. */
class DynamoDbClaimsTest extends ClaimTableContract {
    private static DynamoDBProxyServer server;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("sqlite4java.library.path", "");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)});
        server.start();
        client = DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        client.createTable(table -> table.tableName("claims")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build()));
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.stop();
    }

    @Override
    protected ClaimTable table() {
        return new DynamoDbClaims(client, "claims");
    }

    @Test
    void take_tableThatIsNotThere_isAFaultToBeRetried() {
        ClaimTable missing = new DynamoDbClaims(client, "no-such-table");
        ClaimTable.Entry lease = new ClaimTable.Entry("k", "h", "a", 0, false, Instant.EPOCH.plusSeconds(60));
        assertThatThrownBy(() -> missing.take(lease, Instant.EPOCH)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> missing.replace(lease)).isInstanceOf(IOException.class);
    }

    @Test
    void take_itemOfAnotherForm_isAFaultAndIsLeftAlone() {
        client.putItem(put -> put.tableName("claims").item(Map.of("id", AttributeValue.fromS("odd"))));
        ClaimTable.Entry lease = new ClaimTable.Entry("odd", "h", "a", 0, false, Instant.EPOCH.plusSeconds(60));
        assertThatThrownBy(() -> table().take(lease, Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("attribute");
    }
}
