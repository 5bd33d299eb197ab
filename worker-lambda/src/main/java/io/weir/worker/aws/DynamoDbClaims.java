package io.weir.worker.aws;

import io.weir.envelope.SqsLimits;
import io.weir.verify.RefusedException;
import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Claims in a DynamoDB table with the string key {@code id}. {@code expires} (epoch seconds) is the table's TTL attribute;
 * DynamoDB deletes an item some time after it, so the time is compared as well.
 */
public final class DynamoDbClaims implements ClaimTable {
    /** An unfinished entry is kept as long as a message could come again. */
    private static final long UNFINISHED_SECONDS = SqsLimits.RETENTION.toSeconds();

    private static final Map<String, String> NAMES = Map.of(
            "#hash", "hash", // the witness
            "#owner", "owner",
            "#until", "until",
            "#done", "done",
            "#expires", "expires",
            "#steps", "steps");

    private final DynamoDbClient client;
    private final String table;

    public DynamoDbClaims(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Entry take(Entry entry, Instant now) throws IOException {
        try {
            UpdateItemResponse response = client.updateItem(update -> update.tableName(table)
                    .key(Map.of("id", text(entry.key())))
                    .conditionExpression("attribute_not_exists(id) OR #until <= :now")
                    .updateExpression("SET #hash = :hash, #owner = :owner, #until = :until, #done = :done,"
                            + " #expires = :expires, #steps = if_not_exists(#steps, :steps)")
                    .expressionAttributeNames(NAMES)
                    .expressionAttributeValues(Map.of(
                            ":hash", text(entry.witness()),
                            ":owner", text(entry.owner()),
                            ":until", number(entry.until().toEpochMilli()),
                            ":done", AttributeValue.fromBool(entry.done()),
                            ":expires", number(now.getEpochSecond() + UNFINISHED_SECONDS),
                            ":steps", number(entry.steps()),
                            ":now", number(now.toEpochMilli())))
                    .returnValues(ReturnValue.ALL_NEW)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return entry(response.attributes());
        } catch (ConditionalCheckFailedException e) {
            if (e.item() == null || e.item().isEmpty()) {
                throw new IOException("the table refused a claim without saying what stands in its way", e);
            }
            return entry(e.item());
        } catch (SdkException e) {
            throw fault(e);
        }
    }

    @Override
    public boolean replace(Entry entry) throws IOException {
        long expires =
                entry.done() ? entry.until().getEpochSecond() : entry.until().getEpochSecond() + UNFINISHED_SECONDS;
        try {
            client.updateItem(update -> update.tableName(table)
                    .key(Map.of("id", text(entry.key())))
                    .conditionExpression("#owner = :owner")
                    .updateExpression("SET #hash = :hash, #until = :until, #done = :done, #expires = :expires,"
                            + " #steps = :steps")
                    .expressionAttributeNames(NAMES)
                    .expressionAttributeValues(Map.of(
                            ":hash", text(entry.witness()),
                            ":owner", text(entry.owner()),
                            ":until", number(entry.until().toEpochMilli()),
                            ":done", AttributeValue.fromBool(entry.done()),
                            ":expires", number(expires),
                            ":steps", number(entry.steps()))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw fault(e);
        }
    }

    /** What only this request is at fault for, such as a key that is too long, is no fault of the table. */
    private static IOException fault(SdkException e) {
        return e instanceof AwsServiceException answer
                        && answer.awsErrorDetails() != null
                        && "ValidationException".equals(answer.awsErrorDetails().errorCode())
                ? new RefusedException("the table refused a request: " + e.getMessage(), e)
                : new IOException("the table did not answer: " + e.getMessage(), e);
    }

    private static Entry entry(Map<String, AttributeValue> item) throws IOException {
        try {
            return new Entry(
                    attribute(item, "id").s(),
                    attribute(item, "hash").s(),
                    attribute(item, "owner").s(),
                    Integer.parseInt(attribute(item, "steps").n()),
                    attribute(item, "done").bool(),
                    Instant.ofEpochMilli(Long.parseLong(attribute(item, "until").n())));
        } catch (NumberFormatException e) {
            throw new IOException("an item of the table is not of the form that the worker writes", e);
        }
    }

    private static AttributeValue attribute(Map<String, AttributeValue> item, String name) throws IOException {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IOException("an item of the table has no attribute " + name);
        }
        return value;
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}
