package io.weir.worker.batch;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.worker.record.QueueRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the event that Lambda hands over. */
final class SqsEvents {
    private SqsEvents() {}

    /**
     * The records of an event, in order; a message that appears twice is taken once.
     *
     * @throws IllegalArgumentException if a record has no message id: its failure could not be reported, and an answer
     *     without it would delete it. The invocation fails, so that nothing of the batch is deleted.
     */
    static List<QueueRecord> records(@Nullable SQSEvent event) {
        if (event == null || event.getRecords() == null) {
            return List.of();
        }
        Map<String, QueueRecord> records = new LinkedHashMap<>();
        for (SQSEvent.SQSMessage message : event.getRecords()) {
            if (message == null
                    || message.getMessageId() == null
                    || message.getMessageId().isEmpty()) {
                throw new IllegalArgumentException("a record without a message id: nothing of this batch is deleted");
            }
            records.putIfAbsent(message.getMessageId(), record(message));
        }
        return new ArrayList<>(records.values());
    }

    private static QueueRecord record(SQSEvent.SQSMessage message) {
        Map<String, String> system = message.getAttributes() == null ? Map.of() : message.getAttributes();
        String firstReceived = system.get("ApproximateFirstReceiveTimestamp");
        return QueueRecord.builder(message.getMessageId())
                .receiptHandle(orEmpty(message.getReceiptHandle()))
                .body(orEmpty(message.getBody()))
                .attributes(attributes(message))
                .otherAttributes(otherAttributes(message))
                .receiveCount(count(system.get("ApproximateReceiveCount")))
                .sentAt(millis(system.get("SentTimestamp")))
                .firstReceivedAt(firstReceived == null ? null : millis(firstReceived))
                .groupId(system.get("MessageGroupId"))
                .traceHeader(system.get("AWSTraceHeader"))
                .queueArn(orEmpty(message.getEventSourceArn()))
                .senderId(system.get("SenderId"))
                .build();
    }

    private static Map<String, String> attributes(SQSEvent.SQSMessage message) {
        Map<String, String> attributes = new LinkedHashMap<>();
        given(message).forEach((name, attribute) -> {
            if (attribute != null && isString(attribute) && attribute.getStringValue() != null) {
                attributes.put(name, attribute.getStringValue());
            }
        });
        return attributes;
    }

    private static Map<String, QueueRecord.OtherAttribute> otherAttributes(SQSEvent.SQSMessage message) {
        Map<String, QueueRecord.OtherAttribute> attributes = new LinkedHashMap<>();
        given(message).forEach((name, attribute) -> {
            if (attribute != null && !isString(attribute)) {
                attributes.put(
                        name,
                        new QueueRecord.OtherAttribute(
                                attribute.getDataType(), attribute.getStringValue(), attribute.getBinaryValue()));
            }
        });
        return attributes;
    }

    private static Map<String, SQSEvent.MessageAttribute> given(SQSEvent.SQSMessage message) {
        return message.getMessageAttributes() == null ? Map.of() : message.getMessageAttributes();
    }

    private static boolean isString(SQSEvent.MessageAttribute attribute) {
        return attribute.getDataType() == null || attribute.getDataType().equals("String");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int count(@Nullable String text) {
        try {
            return text == null ? 1 : Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static Instant millis(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(text));
        } catch (NumberFormatException | DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
