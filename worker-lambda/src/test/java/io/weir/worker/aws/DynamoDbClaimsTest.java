package io.weir.worker.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.worker.claim.ClaimTable;
import io.weir.worker.kit.ClaimTableContract;
import io.weir.worker.kit.DynamoDbLocal;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Against DynamoDB Local. */
class DynamoDbClaimsTest extends ClaimTableContract {
    private static DynamoDbLocal dynamoDb;

    @BeforeAll
    static void start() throws Exception {
        dynamoDb = DynamoDbLocal.start();
        dynamoDb.createTable("claims");
    }

    @AfterAll
    static void stop() throws Exception {
        dynamoDb.close();
    }

    @Override
    protected ClaimTable table() {
        return new DynamoDbClaims(dynamoDb.client(), "claims");
    }

    @Test
    void take_tableThatIsNotThere_isAFaultToBeRetried() {
        ClaimTable missing = new DynamoDbClaims(dynamoDb.client(), "no-such-table");
        ClaimTable.Entry lease = new ClaimTable.Entry("k", "h", "a", 0, false, Instant.EPOCH.plusSeconds(60));
        assertThatThrownBy(() -> missing.take(lease, Instant.EPOCH)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> missing.replace(lease)).isInstanceOf(IOException.class);
    }

    @Test
    void take_itemOfAnotherForm_isAFaultAndIsLeftAlone() {
        dynamoDb.client().putItem(put -> put.tableName("claims").item(Map.of("id", AttributeValue.fromS("odd"))));
        ClaimTable.Entry lease = new ClaimTable.Entry("odd", "h", "a", 0, false, Instant.EPOCH.plusSeconds(60));
        assertThatThrownBy(() -> table().take(lease, Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("attribute");
    }
}
