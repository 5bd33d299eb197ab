package io.weir.worker.fakes;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.weir.envelope.QueueMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events of SQS as Lambda hands them over. */
public final class Records {
    public static final String QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:weir";

    private Records() {}

    public static SQSEvent event(SQSMessage... messages) {
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(messages));
        return event;
    }

    public static SQSMessage record(String id, String body, Map<String, String> attributes) {
        SQSMessage message = new SQSMessage();
        message.setMessageId(id);
        message.setReceiptHandle("receipt-" + id);
        message.setBody(body);
        Map<String, SQSEvent.MessageAttribute> all = new HashMap<>();
        attributes.forEach((name, value) -> {
            SQSEvent.MessageAttribute attribute = new SQSEvent.MessageAttribute();
            attribute.setDataType("String");
            attribute.setStringValue(value);
            all.put(name, attribute);
        });
        message.setMessageAttributes(all);
        message.setAttributes(new HashMap<>(Map.of("ApproximateReceiveCount", "1", "SentTimestamp", "1772625600000")));
        message.setEventSourceArn(QUEUE_ARN);
        return message;
    }

    public static SQSMessage record(String id, QueueMessage message) {
        return record(id, message.body(), message.attributes());
    }

    public static SQSMessage received(SQSMessage message, int times) {
        message.getAttributes().put("ApproximateReceiveCount", Integer.toString(times));
        return message;
    }

    /** The same record, put on the queue, and first received, at this time. */
    public static SQSMessage sentAt(Instant time, SQSMessage message) {
        message.getAttributes().put("SentTimestamp", Long.toString(time.toEpochMilli()));
        return message;
    }

    /** The same record, received from another queue of this name. */
    public static SQSMessage onQueue(String queue, SQSMessage message) {
        message.setEventSourceArn(QUEUE_ARN.substring(0, QUEUE_ARN.lastIndexOf(':') + 1) + queue);
        return message;
    }

    /** The same record, sent by this principal. */
    public static SQSMessage sentBy(String sender, SQSMessage message) {
        message.getAttributes().put("SenderId", sender);
        return message;
    }

    /** A record of a FIFO queue. */
    public static SQSMessage fifo(String id, String group) {
        SQSMessage message = record(id, "{}", Map.of());
        message.getAttributes().put("MessageGroupId", group);
        message.setEventSourceArn(QUEUE_ARN + ".fifo");
        return message;
    }
}
