package io.weir.local;

import io.weir.local.FaultJournal.What;
import io.weir.local.sqs.rules.SqsNames;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;

/**
 * Looks through the queues beside the queue: what is genuine goes back, as someone would redrive it; what strangers sent is
 * written down and deleted, since it would only come again.
 */
final class FaultRedrive {
    private static final Pattern INBOX = Pattern.compile("\"key\":\"([^\"]+)\"");

    private final Path data;
    private final SqsClient sqs;
    private final FaultJournal journal;
    private final String life;

    FaultRedrive(Path data, SqsClient sqs, FaultJournal journal, String life) {
        this.data = data;
        this.sqs = sqs;
        this.journal = journal;
        this.life = life;
    }

    void run() throws IOException {
        redrive("weir-dlq", What.FORGED_AND_DEAD);
        redrive("weir-unproven", What.FORGED_AND_UNPROVEN);
    }

    private void redrive(String queue, What forged) throws IOException {
        String url;
        List<Message> messages;
        try {
            url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
            messages = all(url);
        } catch (QueueDoesNotExistException e) {
            return;
        }
        boolean hasGenuine = false;
        for (Message message : messages) {
            String id = id(message);
            if (id.startsWith(FaultRequests.FORGED)) {
                journal.write(forged, id, life);
                sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
            } else {
                hasGenuine = true;
                sqs.changeMessageVisibility(request -> request.queueUrl(url)
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0));
            }
        }
        if (hasGenuine) {
            sqs.startMessageMoveTask(StartMessageMoveTaskRequest.builder()
                    .sourceArn(SqsNames.arn(queue))
                    .destinationArn(SqsNames.arn("weir"))
                    .build());
            journal.write(What.REDRIVEN, queue, life);
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

    /** Who sent it: as its body says, its headers, or the object in the inbox to which it points. */
    private String id(Message message) throws IOException {
        StringBuilder text = new StringBuilder(message.body());
        message.messageAttributes().values().forEach(value -> text.append('\n').append(value.stringValue()));
        Matcher pointer = INBOX.matcher(message.body());
        if (pointer.find()) {
            Path object = data.resolve("bucket").resolve(URLDecoder.decode(pointer.group(1), StandardCharsets.UTF_8));
            text.append(Files.exists(object) ? Files.readString(object) : "");
        }
        return FaultRequests.id(text);
    }
}
