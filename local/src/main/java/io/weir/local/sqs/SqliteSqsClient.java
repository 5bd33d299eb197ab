package io.weir.local.sqs;

import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.sqs.MessageTable.Receipt;
import io.weir.local.sqs.MessageTable.Row;
import io.weir.local.store.LocalStore;
import io.weir.local.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;

/**
 * SQS in this process, on {@link LocalStore}: what a call reports as done is on disk. The operations that are not written
 * here are unsupported, as the SDK's interface has them by default. Thread-safe.
 */
public final class SqliteSqsClient implements SqsClient {
    /** SQS remembers deduplication ids for five minutes. */
    private static final Duration DEDUPLICATION = Duration.ofMinutes(5);

    private final LocalStore store;
    private final Clock clock;
    private final ReentrantLock arrivals = new ReentrantLock();
    private final Condition arrived = arrivals.newCondition();
    private long arrivalCount;

    public SqliteSqsClient(LocalStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The statements that the store must run when it is opened. */
    public static List<String> schema() {
        return MessageTable.SCHEMA;
    }

    @Override
    public String serviceName() {
        return SqsClient.SERVICE_NAME;
    }

    @Override
    public void close() {
        // The store belongs to whoever opened it.
    }

    @Override
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
        String name = SqsNames.check(request.queueName());
        QueueSettings settings = new QueueSettings(name, request.attributesAsStrings());
        write(connection -> {
            if (find(connection, name) == null) {
                save(connection, settings);
            }
            return settings;
        });
        return CreateQueueResponse.builder().queueUrl(SqsNames.url(name)).build();
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        String name = SqsNames.check(request.queueName());
        read(connection -> queue(connection, SqsNames.url(name)));
        return GetQueueUrlResponse.builder().queueUrl(SqsNames.url(name)).build();
    }

    @Override
    public SetQueueAttributesResponse setQueueAttributes(SetQueueAttributesRequest request) {
        write(connection -> {
            save(connection, queue(connection, request.queueUrl()).with(request.attributesAsStrings()));
            return true;
        });
        return SetQueueAttributesResponse.builder().build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        Map<String, String> all = read(connection -> {
            QueueSettings queue = queue(connection, request.queueUrl());
            MessageTable.Depth depth = MessageTable.depth(connection, queue.name(), clock.millis());
            Map<String, String> attributes = new LinkedHashMap<>(queue.effective());
            attributes.put("ApproximateNumberOfMessages", Long.toString(depth.visible()));
            attributes.put("ApproximateNumberOfMessagesNotVisible", Long.toString(depth.inFlight()));
            attributes.put("ApproximateNumberOfMessagesDelayed", Long.toString(depth.delayed()));
            return attributes;
        });
        List<String> names = request.attributeNamesAsStrings();
        if (!names.contains("All")) {
            all.keySet().retainAll(names);
        }
        return GetQueueAttributesResponse.builder().attributesWithStrings(all).build();
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        SendMessageResponse response = write(connection -> send(connection, request));
        signal();
        return response;
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        SqsRules.batch(request.entries(), entry -> entry.id());
        SendMessageBatchResponse response = write(connection -> {
            List<SendMessageBatchResultEntry> sent = new ArrayList<>();
            List<BatchResultErrorEntry> failed = new ArrayList<>();
            queue(connection, request.queueUrl());
            for (var entry : request.entries()) {
                try {
                    SendMessageResponse one = send(
                            connection,
                            SendMessageRequest.builder()
                                    .queueUrl(request.queueUrl())
                                    .messageBody(entry.messageBody())
                                    .messageAttributes(entry.messageAttributes())
                                    .messageSystemAttributes(entry.messageSystemAttributes())
                                    .messageGroupId(entry.messageGroupId())
                                    .messageDeduplicationId(entry.messageDeduplicationId())
                                    .delaySeconds(entry.delaySeconds())
                                    .build());
                    sent.add(SendMessageBatchResultEntry.builder()
                            .id(entry.id())
                            .messageId(one.messageId())
                            .md5OfMessageBody(one.md5OfMessageBody())
                            .md5OfMessageAttributes(one.md5OfMessageAttributes())
                            .sequenceNumber(one.sequenceNumber())
                            .build());
                } catch (SqsException e) {
                    failed.add(error(entry.id(), e));
                }
            }
            return SendMessageBatchResponse.builder()
                    .successful(sent)
                    .failed(failed)
                    .build();
        });
        signal();
        return response;
    }

    private SendMessageResponse send(Connection connection, SendMessageRequest request) throws SQLException {
        QueueSettings queue = queue(connection, request.queueUrl());
        SqsRules.message(queue, request.messageBody(), request.messageAttributes());
        String groupId = SqsRules.groupId(queue, request.messageGroupId());
        long delay =
                SqsRules.between(request.delaySeconds(), (int) queue.number("DelaySeconds"), 0, 900, "DelaySeconds");
        long now = clock.millis();
        String messageId = UUID.randomUUID().toString();
        String deduplicationId = deduplicationId(queue, request);
        String earlier = deduplicationId == null
                ? null
                : MessageTable.duplicateOf(connection, queue.name(), deduplicationId, now);
        if (earlier == null) {
            var trace = request.messageSystemAttributes().get(MessageSystemAttributeNameForSends.AWS_TRACE_HEADER);
            Row row = new Row(
                    0,
                    messageId,
                    request.messageBody(),
                    request.messageAttributes(),
                    groupId,
                    deduplicationId,
                    trace == null ? null : trace.stringValue(),
                    null,
                    now,
                    0,
                    0,
                    null);
            MessageTable.insert(connection, queue.name(), row, now + delay * 1000);
            if (deduplicationId != null) {
                MessageTable.rememberDeduplication(
                        connection, queue.name(), deduplicationId, messageId, now, now + DEDUPLICATION.toMillis());
            }
        }
        return SendMessageResponse.builder()
                .messageId(earlier == null ? messageId : earlier)
                .md5OfMessageBody(SqsMd5.of(request.messageBody()))
                .md5OfMessageAttributes(SqsMd5.of(request.messageAttributes()))
                .build();
    }

    private static @Nullable String deduplicationId(QueueSettings queue, SendMessageRequest request) {
        if (!queue.isFifo()) {
            return null;
        }
        if (request.messageDeduplicationId() != null) {
            return request.messageDeduplicationId();
        }
        if (!queue.deduplicatesByContent()) {
            throw SqsErrors.invalidParameter(
                    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided"
                            + " explicitly");
        }
        return SqsMd5.of(request.messageBody()) + request.messageBody().length();
    }

    /** Waits as long as the request says; a sender, or the end of a visibility time-out, wakes it. */
    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        QueueSettings queue = read(connection -> queue(connection, request.queueUrl()));
        int max = SqsRules.between(request.maxNumberOfMessages(), 1, 1, 10, "MaxNumberOfMessages");
        int wait = SqsRules.between(
                request.waitTimeSeconds(),
                (int) queue.number("ReceiveMessageWaitTimeSeconds"),
                0,
                20,
                "WaitTimeSeconds");
        long visibility = request.visibilityTimeout() == null
                ? queue.number("VisibilityTimeout")
                : SqsRules.visibility(request.visibilityTimeout());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
        while (true) {
            long seen = arrivalsSeen();
            List<Row> rows =
                    isAnyReceivable(queue) ? write(c -> receive(c, request.queueUrl(), max, visibility)) : List.of();
            if (!rows.isEmpty() || !await(queue, seen, end)) {
                return ReceiveMessageResponse.builder()
                        .messages(rows.stream()
                                .map(row -> SqsMessages.of(row, request))
                                .toList())
                        .build();
            }
        }
    }

    private boolean isAnyReceivable(QueueSettings queue) {
        return read(connection ->
                !MessageTable.receivable(connection, queue, clock.millis(), 1).isEmpty());
    }

    /** Takes messages; those that were received too often go to the dead-letter queue in the same transaction. */
    private List<Row> receive(Connection connection, String url, int max, long visibilitySeconds) throws SQLException {
        QueueSettings queue = queue(connection, url);
        long now = clock.millis();
        MessageTable.deleteExpired(
                connection, queue.name(), now - TimeUnit.SECONDS.toMillis(queue.number("MessageRetentionPeriod")));
        QueueSettings.Redrive redrive = queue.redrive();
        List<Row> rows = new ArrayList<>();
        List<Long> ids;
        do {
            ids = MessageTable.receivable(connection, queue, now, max - rows.size());
            for (long id : ids) {
                if (redrive != null && MessageTable.read(connection, id).receiveCount() >= redrive.maxReceiveCount()) {
                    MessageTable.moveToDeadLetterQueue(
                            connection, id, redrive.targetName(), SqsNames.arn(queue.name()), now);
                } else {
                    Receipt receipt = Receipt.create(id);
                    MessageTable.markReceived(connection, id, receipt.token(), now, now + visibilitySeconds * 1000);
                    rows.add(MessageTable.read(connection, id));
                }
            }
        } while (!ids.isEmpty() && rows.isEmpty());
        return rows;
    }

    private long arrivalsSeen() {
        arrivals.lock();
        try {
            return arrivalCount;
        } finally {
            arrivals.unlock();
        }
    }

    private void signal() {
        arrivals.lock();
        try {
            arrivalCount++;
            arrived.signalAll();
        } finally {
            arrivals.unlock();
        }
    }

    /** Waits until something may have become receivable. False when the time is up. */
    private boolean await(QueueSettings queue, long seen, long end) {
        long now = clock.millis();
        long next = read(connection -> MessageTable.nextVisibleAt(connection, queue.name(), now));
        long left = end - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        long wait = Math.min(left, TimeUnit.MILLISECONDS.toNanos(next - now));
        arrivals.lock();
        try {
            while (arrivalCount == seen && wait > 0) {
                wait = arrived.awaitNanos(wait);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            arrivals.unlock();
        }
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        Receipt receipt = Receipt.parse(request.receiptHandle());
        write(connection -> MessageTable.delete(
                connection, queue(connection, request.queueUrl()).name(), receipt));
        signal(); // the next of a FIFO group may come now
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
        SqsRules.batch(request.entries(), entry -> entry.id());
        List<DeleteMessageBatchResultEntry> deleted = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        write(connection -> {
            deleted.clear();
            failed.clear();
            QueueSettings queue = queue(connection, request.queueUrl());
            for (DeleteMessageBatchRequestEntry entry : request.entries()) {
                try {
                    MessageTable.delete(connection, queue.name(), Receipt.parse(entry.receiptHandle()));
                    deleted.add(DeleteMessageBatchResultEntry.builder()
                            .id(entry.id())
                            .build());
                } catch (SqsException e) {
                    failed.add(error(entry.id(), e));
                }
            }
            return true;
        });
        signal();
        return DeleteMessageBatchResponse.builder()
                .successful(deleted)
                .failed(failed)
                .build();
    }

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
        write(connection -> {
            changeVisibility(
                    connection,
                    queue(connection, request.queueUrl()),
                    request.receiptHandle(),
                    request.visibilityTimeout());
            return true;
        });
        signal();
        return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        SqsRules.batch(request.entries(), entry -> entry.id());
        List<ChangeMessageVisibilityBatchResultEntry> changed = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        write(connection -> {
            changed.clear();
            failed.clear();
            QueueSettings queue = queue(connection, request.queueUrl());
            for (ChangeMessageVisibilityBatchRequestEntry entry : request.entries()) {
                try {
                    changeVisibility(connection, queue, entry.receiptHandle(), entry.visibilityTimeout());
                    changed.add(ChangeMessageVisibilityBatchResultEntry.builder()
                            .id(entry.id())
                            .build());
                } catch (SqsException e) {
                    failed.add(error(entry.id(), e));
                }
            }
            return true;
        });
        signal();
        return ChangeMessageVisibilityBatchResponse.builder()
                .successful(changed)
                .failed(failed)
                .build();
    }

    private void changeVisibility(
            Connection connection, QueueSettings queue, @Nullable String handle, @Nullable Integer seconds)
            throws SQLException {
        long now = clock.millis();
        long visibleAt = now + SqsRules.visibility(seconds) * 1000L;
        if (MessageTable.hide(connection, queue.name(), Receipt.parse(handle), now, visibleAt) == 0) {
            throw SqsErrors.notInFlight();
        }
    }

    @Override
    public PurgeQueueResponse purgeQueue(PurgeQueueRequest request) {
        write(connection -> {
            MessageTable.purge(connection, queue(connection, request.queueUrl()).name());
            return true;
        });
        return PurgeQueueResponse.builder().build();
    }

    /** Moves all messages at once; by the time of the answer the task is done. */
    @Override
    public StartMessageMoveTaskResponse startMessageMoveTask(StartMessageMoveTaskRequest request) {
        String from = SqsNames.nameOfArn(request.sourceArn());
        String target = request.destinationArn() == null ? null : SqsNames.nameOfArn(request.destinationArn());
        write(connection -> {
            queue(connection, SqsNames.url(from));
            return MessageTable.redrive(connection, from, target, clock.millis());
        });
        signal();
        return StartMessageMoveTaskResponse.builder()
                .taskHandle(UUID.randomUUID().toString())
                .build();
    }

    private static BatchResultErrorEntry error(String id, SqsException e) {
        return BatchResultErrorEntry.builder()
                .id(id)
                .code(e.awsErrorDetails().errorCode())
                .message(e.awsErrorDetails().errorMessage())
                .senderFault(e.statusCode() < 500)
                .build();
    }

    public MessageTable.Depth depth(String url) {
        return read(connection ->
                MessageTable.depth(connection, queue(connection, url).name(), clock.millis()));
    }

    /** Makes visible what a process that is gone had received: nobody but this one works on the store. */
    public void releaseInFlight(String url) {
        write(connection -> {
            MessageTable.releaseInFlight(connection, queue(connection, url).name(), clock.millis());
            return true;
        });
        signal();
    }

    private <T> T write(LocalStore.Operation<T> operation) {
        try {
            return store.write(operation);
        } catch (StoreException e) {
            throw SqsErrors.storeFailed(e);
        }
    }

    private <T> T read(LocalStore.Operation<T> operation) {
        try {
            return store.read(operation);
        } catch (StoreException e) {
            throw SqsErrors.storeFailed(e);
        }
    }

    private static QueueSettings queue(Connection connection, @Nullable String url) throws SQLException {
        QueueSettings queue = find(connection, SqsNames.nameOfUrl(url));
        if (queue == null) {
            throw SqsErrors.noSuchQueue();
        }
        return queue;
    }

    private static @Nullable QueueSettings find(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT attributes FROM queues WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new QueueSettings(name, attributes(row.getString(1))) : null;
            }
        }
    }

    private static Map<String, String> attributes(String json) throws SQLException {
        Map<String, String> attributes = new LinkedHashMap<>();
        try {
            if (Json.read(json) instanceof Map<?, ?> object) {
                object.forEach((name, value) -> attributes.put((String) name, String.valueOf(value)));
            }
        } catch (JsonException e) {
            throw new SQLException("the attributes of a queue are damaged", e);
        }
        return attributes;
    }

    private static void save(Connection connection, QueueSettings queue) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR REPLACE INTO queues (name, attributes) VALUES (?, ?)")) {
            insert.setString(1, queue.name());
            insert.setString(2, Json.write(queue.attributes()));
            insert.executeUpdate();
        }
    }
}
