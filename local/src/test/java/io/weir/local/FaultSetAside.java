package io.weir.local;

import io.weir.envelope.Attributes;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.FaultJournal.What;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Looks through the queues of what the worker gave up, and writes down whose it was. What it finds is deleted, so that the
 * run comes to an end: nothing is redriven.
 */
final class FaultSetAside {
    private final FaultQueues queues;
    private final SqsClient sqs;
    private final FaultJournal journal;
    private final String life;

    FaultSetAside(Path data, SqsClient sqs, FaultJournal journal, String life) {
        this.queues = new FaultQueues(data);
        this.sqs = sqs;
        this.journal = journal;
        this.life = life;
    }

    void run() throws IOException {
        read("weir-dlq", What.FORGED_AND_DEAD);
        read("weir-unproven", What.FORGED_AND_UNPROVEN);
    }

    private void read(String queue, What forged) throws IOException {
        String url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
        for (Message message : all(url)) {
            String id = id(message);
            journal.write(id.startsWith(FaultRequests.FORGED) ? forged : What.GENUINE_SET_ASIDE, id, life);
            if (isPoison(message)) {
                journal.write(What.POISON, id, life);
            }
            sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
        }
    }

    private static boolean isPoison(Message message) throws IOException {
        MessageAttributeValue failure = message.messageAttributes().get(Attributes.FAILURE);
        try {
            return failure != null
                    && "poison".equals(Json.readObject(failure.stringValue()).get("reason"));
        } catch (JsonException e) {
            throw new IOException(e);
        }
    }

    private List<Message> all(String url) {
        List<Message> all = new ArrayList<>();
        while (true) {
            List<Message> some = sqs.receiveMessage(request -> request.queueUrl(url)
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(60)
                            .messageAttributeNames("All"))
                    .messages();
            if (some.isEmpty()) {
                return all;
            }
            all.addAll(some);
        }
    }

    private String id(Message message) throws IOException {
        String attributes = message.messageAttributes().values().stream()
                .map(MessageAttributeValue::stringValue)
                .collect(Collectors.joining("\n"));
        return queues.id(message.body(), attributes);
    }
}
