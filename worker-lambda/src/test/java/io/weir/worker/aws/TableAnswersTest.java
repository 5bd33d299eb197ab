package io.weir.worker.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.verify.RefusedException;
import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Which errors of DynamoDB are the table's fault. */
class TableAnswersTest {
    /** Answers each write with an error. */
    private record Refusing(String code) implements DynamoDbClient {
        @Override
        public UpdateItemResponse updateItem(UpdateItemRequest request) {
            throw DynamoDbException.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                    .build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    private static final ClaimTable.Entry ENTRY = new ClaimTable.Entry("k", "h", "o", 0, false, Instant.EPOCH);

    @Test
    void malformedRequest_isAnAnswer() {
        ClaimTable table = new DynamoDbClaims(new Refusing("ValidationException"), "t");
        assertThatThrownBy(() -> table.take(ENTRY, Instant.EPOCH)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> table.replace(ENTRY)).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ProvisionedThroughputExceededException", "ThrottlingException", "ResourceNotFoundException"})
    void anythingElse_isAFault(String code) {
        ClaimTable table = new DynamoDbClaims(new Refusing(code), "t");
        assertThatThrownBy(() -> table.take(ENTRY, Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e).isNotInstanceOf(RefusedException.class));
    }
}
