package io.weir.worker;

import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentBy;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.json.Json;
import io.weir.worker.aws.DynamoDbClaims;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.kit.DynamoDbLocal;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The worker over a table of DynamoDB, and how what it did is told: the same for who writes it down and for who reads it. */
abstract class UpgradeWorkerFixture extends WorkerFixture {
    private static final String TABLE = "claims";
    static DynamoDbLocal dynamoDb;

    @BeforeAll
    static void startDynamoDb() throws Exception {
        dynamoDb = DynamoDbLocal.start();
    }

    @AfterAll
    static void stopDynamoDb() throws Exception {
        dynamoDb.close();
    }

    @BeforeEach
    void createTable() {
        dynamoDb.createTable(TABLE);
    }

    @AfterEach
    void deleteTable() {
        dynamoDb.client().deleteTable(delete -> delete.tableName(TABLE));
    }

    @Override
    ClaimTable table() {
        return new DynamoDbClaims(dynamoDb.client(), TABLE);
    }

    SQSMessage received(QueueMessage message, @Nullable String sender, Map<String, byte[]> inbox) throws IOException {
        for (Map.Entry<String, byte[]> object : inbox.entrySet()) {
            bucket.put(object.getKey(), object.getValue(), "", Map.of());
        }
        SQSMessage received = record("m", message);
        return sender == null ? received : sentBy(sender, received);
    }

    /** The request that a message holds or points to; null of one of SNS. */
    static @Nullable String opened(QueueMessage message, Map<String, byte[]> inbox) throws Exception {
        return switch (Delivery.open(message.body(), message.attributes())) {
            case ReceivedRequest request -> text(request);
            case Delivery.InboxPointer pointer ->
                text(InboxObject.parse(Objects.requireNonNull(inbox.get(pointer.key())))
                        .open());
            default -> null;
        };
    }

    private static String text(ReceivedRequest request) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", request.source());
        json.put("receivedAt", request.receivedAt().toString());
        json.put("method", request.method());
        json.put("url", request.url());
        json.put("headers", new TreeMap<>(request.headers()));
        json.put("body", Base64.getEncoder().encodeToString(request.body()));
        json.put("id", request.id() == null ? "" : request.id());
        return Json.writeAscii(json);
    }

    List<String> archived() {
        return bucket.objects().entrySet().stream()
                .filter(object -> object.getKey().startsWith(BucketKeys.ARCHIVE))
                .map(object -> Sha256.hex(object.getValue().bytes()))
                .sorted()
                .toList();
    }
}
