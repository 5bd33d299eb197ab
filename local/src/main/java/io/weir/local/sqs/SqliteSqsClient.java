package io.weir.local.sqs;

import io.weir.local.sqs.MessageTable.Receipt;
import io.weir.local.sqs.rules.QueueSettings;
import io.weir.local.sqs.rules.SqsErrors;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Sql;
import io.weir.local.store.StoreException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
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
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;

/**
 * SQS in this process, on {@link LocalStore}: what a call reports as done is on disk. The operations that are not written
 * here are unsupported, as the SDK's interface has them by default. Thread-safe.
 */
public final class SqliteSqsClient implements SqsClient {
    /** How many messages a queue holds. */
    public record Depth(long visible, long inFlight, long delayed) {}

    /** How many messages wait, for an attempt now or later, and how many somebody works on. */
    public record Load(long waiting, long inHand) {}

    /**
     * What is said of messages that expired.
     *
     * @param version of weir, for the dead letters
     * @param warn takes a line
     */
    public record Expired(String version, Consumer<String> warn) {}

    private final LocalStore store;
    private final QueueTable queues;
    private final Clock clock;
    private final Clock hiding;
    private final MessageWatch watch;
    private final MessageSender sender;
    private final MessageReceiver receiver;

    /** One clock for all, and nobody to warn. */
    public SqliteSqsClient(LocalStore store, Clock clock) {
        this(store, clock, clock, new Expired("unknown", line -> {}), MessageWatch.NOBODY);
    }

    /**
     * @param clock tells when messages were sent and how old they are
     * @param hiding tells how long messages are hidden; in a process that lives on, a {@link SteadyClock}
     * @param expired what is said of messages that expired
     * @param watch is told what happens to messages
     */
    public SqliteSqsClient(LocalStore store, Clock clock, Clock hiding, Expired expired, MessageWatch watch) {
        this.store = store;
        this.queues = new QueueTable(store);
        this.clock = clock;
        this.hiding = hiding;
        this.watch = watch;
        this.sender = new MessageSender(queues, clock, hiding, watch);
        this.receiver = new MessageReceiver(store, queues, hiding, new Expiry(clock, expired, watch), watch);
    }

    /** The statements that the store must run when it is opened. */
    public static List<String> schema() {
        return Stream.concat(Stream.of(QueueTable.SCHEMA), MessageTable.SCHEMA.stream())
                .toList();
    }

    /** The messages themselves, for an operator. */
    public StoredMessages messages() {
        return new StoredMessages(clock, hiding);
    }

    /** Sends a message inside a transaction of the caller, who wakes the receivers afterwards. */
    public SendMessageResponse send(Sql sql, SendMessageRequest request) throws SQLException {
        return MessageSender.response(request, sender.send(sql, sender.prepare(request)));
    }

    /** Something may be receivable that was not: those who wait look again. */
    public void wake() {
        receiver.wake();
    }

    @Override
    public String serviceName() {
        return SqsClient.SERVICE_NAME;
    }

    @Override
    public void close() {
        // The store belongs to whoever opened it.
    }

    /** A store that fails is an answer of SQS, as any fault of the service. */
    private static <T> T answer(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            throw SqsErrors.storeFailed(e);
        }
    }

    private <T> T read(LocalStore.Operation<T> operation) {
        return answer(() -> store.read(operation));
    }

    private <T> T write(LocalStore.Operation<T> operation) {
        return answer(() -> store.write(operation));
    }

    /** Something may be receivable afterwards, such as the next of a FIFO group: wakes those who wait. */
    private <T> T writeAndWake(LocalStore.Operation<T> operation) {
        T result = write(operation);
        receiver.wake();
        return result;
    }

    @Override
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
        String name = SqsNames.check(request.queueName());
        QueueSettings settings = new QueueSettings(name, request.attributesAsStrings());
        answer(() -> {
            queues.create(settings);
            return name;
        });
        return CreateQueueResponse.builder().queueUrl(SqsNames.url(name)).build();
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        String url = SqsNames.url(SqsNames.check(request.queueName()));
        queues.get(url);
        return GetQueueUrlResponse.builder().queueUrl(url).build();
    }

    @Override
    public SetQueueAttributesResponse setQueueAttributes(SetQueueAttributesRequest request) {
        QueueSettings changed = queues.get(request.queueUrl()).with(request.attributesAsStrings());
        answer(() -> {
            queues.save(changed);
            return changed;
        });
        return SetQueueAttributesResponse.builder().build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        QueueSettings queue = queues.get(request.queueUrl());
        Map<String, String> all = read(sql -> QueueAttributes.read(sql, queue, request, hiding.millis()));
        return GetQueueAttributesResponse.builder().attributesWithStrings(all).build();
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        return send(request, store::write);
    }

    private SendMessageResponse send(SendMessageRequest request, Function<LocalStore.Operation<String>, String> write) {
        MessageSender.Outgoing message = sender.prepare(request);
        String id = answer(() -> write.apply(sql -> sender.send(sql, message)));
        receiver.wake();
        return MessageSender.response(request, id);
    }

    /** Sends to the same queues, before whatever no sender waits for. */
    public SqsClient forSenders() {
        return new SqsClient() {
            @Override
            public SendMessageResponse sendMessage(SendMessageRequest request) {
                return send(request, store::acknowledge);
            }

            @Override
            public String serviceName() {
                return SqsClient.SERVICE_NAME;
            }

            @Override
            public void close() {
                // As that of the other.
            }
        };
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        Batch.check(request.entries(), SendMessageBatchRequestEntry::id);
        queues.get(request.queueUrl());
        Batch<SendMessageBatchResultEntry> sent = writeAndWake(sql -> Batch.of(
                request.entries(),
                SendMessageBatchRequestEntry::id,
                entry -> sender.send(sql, request.queueUrl(), entry)));
        return SendMessageBatchResponse.builder()
                .successful(sent.successful())
                .failed(sent.failed())
                .build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        List<MessageRow> rows = answer(() -> receiver.receive(request));
        return ReceiveMessageResponse.builder()
                .messages(rows.stream().map(row -> SqsMessages.of(row, request)).toList())
                .build();
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        Receipt receipt = Receipt.parse(request.receiptHandle());
        QueueSettings queue = queues.get(request.queueUrl());
        writeAndWake(sql -> {
            delete(sql, queue, receipt);
            return true;
        });
        return DeleteMessageResponse.builder().build();
    }

    private void delete(Sql sql, QueueSettings queue, Receipt receipt) throws SQLException {
        boolean isKept = watch.settled(sql, new MessageWatch.Settled(receipt.id(), receipt.token(), true));
        MessageTable.delete(sql, queue.name(), receipt, isKept);
    }

    private void hide(Sql sql, QueueSettings queue, @Nullable String handle, @Nullable Integer seconds)
            throws SQLException {
        Receipt receipt = MessageTable.changeVisibility(sql, queue, handle, seconds, hiding.millis());
        watch.settled(sql, new MessageWatch.Settled(receipt.id(), receipt.token(), false));
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
        Batch.check(request.entries(), DeleteMessageBatchRequestEntry::id);
        QueueSettings queue = queues.get(request.queueUrl());
        Batch<DeleteMessageBatchResultEntry> deleted =
                writeAndWake(sql -> Batch.of(request.entries(), DeleteMessageBatchRequestEntry::id, entry -> {
                    delete(sql, queue, Receipt.parse(entry.receiptHandle()));
                    return DeleteMessageBatchResultEntry.builder()
                            .id(entry.id())
                            .build();
                }));
        return DeleteMessageBatchResponse.builder()
                .successful(deleted.successful())
                .failed(deleted.failed())
                .build();
    }

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
        QueueSettings queue = queues.get(request.queueUrl());
        writeAndWake(sql -> {
            hide(sql, queue, request.receiptHandle(), request.visibilityTimeout());
            return true;
        });
        return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        Batch.check(request.entries(), ChangeMessageVisibilityBatchRequestEntry::id);
        QueueSettings queue = queues.get(request.queueUrl());
        Batch<ChangeMessageVisibilityBatchResultEntry> changed =
                writeAndWake(sql -> Batch.of(request.entries(), ChangeMessageVisibilityBatchRequestEntry::id, entry -> {
                    hide(sql, queue, entry.receiptHandle(), entry.visibilityTimeout());
                    return ChangeMessageVisibilityBatchResultEntry.builder()
                            .id(entry.id())
                            .build();
                }));
        return ChangeMessageVisibilityBatchResponse.builder()
                .successful(changed.successful())
                .failed(changed.failed())
                .build();
    }

    @Override
    public PurgeQueueResponse purgeQueue(PurgeQueueRequest request) {
        QueueSettings queue = queues.get(request.queueUrl());
        write(sql -> {
            MessageTable.purge(sql, queue.name());
            return true;
        });
        return PurgeQueueResponse.builder().build();
    }

    /** Moves all messages at once; by the time of the answer the task is done. */
    @Override
    public StartMessageMoveTaskResponse startMessageMoveTask(StartMessageMoveTaskRequest request) {
        String from = SqsNames.nameOfArn(request.sourceArn());
        String target = request.destinationArn() == null ? null : SqsNames.nameOfArn(request.destinationArn());
        queues.get(SqsNames.url(from));
        writeAndWake(sql -> {
            int moved = MessageTable.redrive(sql, from, target, clock.millis(), hiding.millis());
            if (target != null) {
                watch.redriven(sql, target);
            }
            return moved;
        });
        return StartMessageMoveTaskResponse.builder()
                .taskHandle(UUID.randomUUID().toString())
                .build();
    }

    public Depth depth(String url) {
        String name = queues.get(url).name();
        return read(sql -> MessageTable.depth(sql, name, hiding.millis()));
    }

    /** When the next hidden message becomes visible, in epoch milliseconds; {@link Long#MAX_VALUE} if none is hidden. */
    public long nextVisibleAt(String url) {
        String name = queues.get(url).name();
        return read(sql -> MessageTable.nextVisibleAt(sql, name, hiding.millis()));
    }

    /** What a bucket told the queues and is still in one of them. */
    public List<String> notifications() {
        return read(MessageTable::notifications);
    }

    /** As cheap with a million messages as with one. */
    public Load load(String url) {
        String name = queues.get(url).name();
        return read(sql -> MessageTable.load(sql, name, hiding.millis()));
    }

    /**
     * At start: makes visible what a process that is gone had received, and what a clock that was set hides for too long.
     * Nobody but this process works on the store.
     */
    public void releaseInFlight(String url) {
        String name = queues.get(url).name();
        answer(() -> store.change(sql -> {
            Restart.release(sql, name, hiding.millis());
            return true;
        }));
        receiver.wake();
    }
}
