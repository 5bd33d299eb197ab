package io.weir.local.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Messages of the queue as the event in which Lambda hands them over. */
final class LambdaEvents {
    private LambdaEvents() {}

    /** @param arn of the queue that they came from */
    static SQSEvent of(List<Message> messages, String arn) {
        SQSEvent event = new SQSEvent();
        event.setRecords(messages.stream().map(message -> record(message, arn)).toList());
        return event;
    }

    private static SQSEvent.SQSMessage record(Message message, String arn) {
        SQSEvent.SQSMessage record = new SQSEvent.SQSMessage();
        record.setMessageId(message.messageId());
        record.setReceiptHandle(message.receiptHandle());
        record.setBody(message.body());
        record.setMd5OfBody(message.md5OfBody());
        record.setMd5OfMessageAttributes(message.md5OfMessageAttributes());
        record.setAttributes(message.attributesAsStrings());
        record.setMessageAttributes(message.messageAttributes().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> attribute(entry.getValue()))));
        record.setEventSource("aws:sqs");
        record.setEventSourceArn(arn);
        record.setAwsRegion(arn.split(":", -1)[3]);
        return record;
    }

    private static SQSEvent.MessageAttribute attribute(MessageAttributeValue value) {
        SQSEvent.MessageAttribute attribute = new SQSEvent.MessageAttribute();
        attribute.setDataType(value.dataType());
        attribute.setStringValue(value.stringValue());
        if (value.binaryValue() != null) {
            attribute.setBinaryValue(value.binaryValue().asByteBuffer());
        }
        return attribute;
    }
}
