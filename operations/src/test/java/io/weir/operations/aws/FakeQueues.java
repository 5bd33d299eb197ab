package io.weir.operations.aws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Standard queues in memory: in no order, hidden while received. Can end the caller's process at some step. */
final class FakeQueues implements SqsClient {
    /** The end of a process: nothing catches it as a fault of AWS. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A message and whether it is hidden. */
    private static final class Held {
        private final Message message;
        private boolean isHidden;

        private Held(Message message) {
            this.message = message;
        }
    }

    private final Map<String, List<Held>> queues = new LinkedHashMap<>();
    private final Random random;
    private final Map<String, Integer> calls = new HashMap<>();
    private int ids;
    private int killIn = -1;
    Consumer<FakeQueues> invariant = queues -> {};

    FakeQueues(long seed) {
        this.random = new Random(seed);
    }

    /** Ends the process at the so-manieth call from now on, before or after its effect. */
    void killIn(int calls) {
        killIn = calls;
    }

    /** The time-outs of what a process held that has ended are over. */
    void showAll() {
        queues.values().forEach(queue -> queue.forEach(held -> held.isHidden = false));
    }

    void put(String queue, String body, Map<String, String> attributes, String sender) {
        Map<String, MessageAttributeValue> values = new HashMap<>();
        attributes.forEach((name, text) -> values.put(
                name,
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(text)
                        .build()));
        add(queue, body, values, Map.of(MessageSystemAttributeName.SENDER_ID, sender));
    }

    private void add(
            String queue,
            String body,
            Map<String, MessageAttributeValue> attributes,
            Map<MessageSystemAttributeName, String> system) {
        Map<MessageSystemAttributeName, String> all = new HashMap<>(system);
        all.put(MessageSystemAttributeName.SENT_TIMESTAMP, "1772625600000");
        String id = "message-" + ids++;
        queue(queue)
                .add(new Held(Message.builder()
                        .messageId(id)
                        .receiptHandle(queue + "/" + id)
                        .body(body)
                        .messageAttributes(attributes)
                        .attributes(all)
                        .build()));
    }

    private List<Held> queue(String url) {
        return queues.computeIfAbsent(url, name -> new ArrayList<>());
    }

    List<Message> messages(String queue) {
        return queue(queue).stream().map(held -> held.message).toList();
    }

    long hidden(String queue) {
        return queue(queue).stream().filter(held -> held.isHidden).count();
    }

    int calls(String name) {
        return calls.getOrDefault(name, 0);
    }

    private void step(String name, Runnable effect) {
        calls.merge(name, 1, Integer::sum);
        boolean isLast = killIn >= 0 && killIn-- == 0;
        if (isLast && random.nextBoolean()) {
            throw new Killed();
        }
        effect.run();
        invariant.accept(this);
        if (isLast) {
            throw new Killed();
        }
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        List<Message> received = new ArrayList<>();
        step("receive", () -> {
            List<Held> visible = new ArrayList<>(queue(request.queueUrl()).stream()
                    .filter(held -> !held.isHidden)
                    .toList());
            Collections.shuffle(visible, random);
            visible.stream().limit(request.maxNumberOfMessages()).forEach(held -> {
                held.isHidden = true;
                received.add(held.message);
            });
        });
        return ReceiveMessageResponse.builder().messages(received).build();
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        step("send", () -> {
            Map<MessageSystemAttributeName, String> system = new HashMap<>();
            system.put(MessageSystemAttributeName.SENDER_ID, "AROAOPERATOR:me");
            if (request.messageGroupId() != null) {
                system.put(MessageSystemAttributeName.MESSAGE_GROUP_ID, request.messageGroupId());
            }
            if (request.hasMessageSystemAttributes()) {
                system.put(
                        MessageSystemAttributeName.AWS_TRACE_HEADER,
                        request.messageSystemAttributes()
                                .get(MessageSystemAttributeNameForSends.AWS_TRACE_HEADER)
                                .stringValue());
            }
            add(request.queueUrl(), request.messageBody(), request.messageAttributes(), system);
        });
        return SendMessageResponse.builder().messageId("sent").build();
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        step(
                "delete",
                () -> queue(request.queueUrl())
                        .removeIf(held -> held.message.receiptHandle().equals(request.receiptHandle())));
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        step(
                "show",
                () -> request.entries()
                        .forEach(entry -> queue(request.queueUrl()).stream()
                                .filter(held -> held.message.receiptHandle().equals(entry.receiptHandle()))
                                .forEach(held -> held.isHidden = entry.visibilityTimeout() > 0)));
        return ChangeMessageVisibilityBatchResponse.builder().build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        long hidden = hidden(request.queueUrl());
        long all = queue(request.queueUrl()).size();
        return GetQueueAttributesResponse.builder()
                .attributes(Map.of(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, Long.toString(all - hidden),
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "0",
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, Long.toString(hidden)))
                .build();
    }

    @Nullable
    String text(Message message, String name) {
        MessageAttributeValue value = message.messageAttributes().get(name);
        return value == null ? null : value.stringValue();
    }

    @Override
    public String serviceName() {
        return "sqs";
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
