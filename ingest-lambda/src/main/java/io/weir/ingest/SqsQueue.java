package io.weir.ingest;

import io.weir.envelope.QueueMessage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A queue of SQS, standard or FIFO. */
public final class SqsQueue implements Queue {
    private final SqsClient sqs;
    private final String url;

    public SqsQueue(SqsClient sqs, String url) {
        this.sqs = sqs;
        this.url = url;
    }

    @Override
    public void send(QueueMessage message, String group, @Nullable String trace) throws IOException {
        SendMessageRequest.Builder request = request(url, message).messageGroupId(group);
        if (url.endsWith(".fifo")) {
            // Each request is a message: only the worker, which knows verified ids, can tell a repetition.
            request.messageDeduplicationId(UUID.randomUUID().toString());
        }
        if (trace != null) {
            request.messageSystemAttributes(Map.of(
                    MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                    MessageSystemAttributeValue.builder()
                            .dataType("String")
                            .stringValue(trace)
                            .build()));
        }
        try {
            sqs.sendMessage(request.build());
        } catch (SdkException e) {
            throw new IOException(e.getClass().getSimpleName(), e);
        }
    }

    /** What sends a message to a queue, with its attributes. */
    public static SendMessageRequest.Builder request(String url, QueueMessage message) {
        return SendMessageRequest.builder()
                .queueUrl(url)
                .messageBody(message.body())
                .messageAttributes(attributes(message));
    }

    private static Map<String, MessageAttributeValue> attributes(QueueMessage message) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        message.attributes()
                .forEach((name, value) -> attributes.put(
                        name,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(value)
                                .build()));
        return attributes;
    }
}
