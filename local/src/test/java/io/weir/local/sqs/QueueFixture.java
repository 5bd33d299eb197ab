package io.weir.local.sqs;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue for each test, and the calls that the tests make. */
abstract class QueueFixture {
    String url;

    abstract SqsClient sqs();

    @BeforeEach
    void createQueue() {
        url = create(Map.of());
    }

    String create(Map<QueueAttributeName, String> attributes) {
        String suffix = attributes.containsKey(QueueAttributeName.FIFO_QUEUE) ? ".fifo" : "";
        return sqs().createQueue(request ->
                        request.queueName("q" + UUID.randomUUID() + suffix).attributes(attributes))
                .queueUrl();
    }

    String send(String body) {
        return sqs().sendMessage(request -> request.queueUrl(url).messageBody(body))
                .messageId();
    }

    String sendFifo(String queue, String body, String group) {
        return sqs().sendMessage(request -> request.queueUrl(queue)
                        .messageBody(body)
                        .messageGroupId(group)
                        .messageDeduplicationId(body))
                .messageId();
    }

    List<Message> receive(String queue, int max, int visibility, int wait) {
        return sqs().receiveMessage(request -> request.queueUrl(queue)
                        .maxNumberOfMessages(max)
                        .visibilityTimeout(visibility)
                        .waitTimeSeconds(wait)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    List<String> bodies(String queue, int visibility, int wait) {
        return receive(queue, 10, visibility, wait).stream().map(Message::body).toList();
    }

    void delete(String queue, Message message) {
        sqs().deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
    }

    String depth(QueueAttributeName name) {
        return sqs().getQueueAttributes(request -> request.queueUrl(url).attributeNames(name))
                .attributes()
                .get(name);
    }

    static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
