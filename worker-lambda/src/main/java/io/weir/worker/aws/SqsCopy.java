package io.weir.worker.aws;

import io.weir.envelope.QueueMessage;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.SqsText;
import io.weir.worker.record.QueueRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A record as a message that is sent on. */
final class SqsCopy {
    private SqsCopy() {}

    /** The record's attributes and one more, or null if the message has no room for it. */
    static @Nullable Map<String, String> with(String name, String value, QueueRecord record) {
        Map<String, String> attributes = new LinkedHashMap<>(record.attributes());
        attributes.put(name, value);
        boolean fits = attributes.size() + record.otherAttributes().size() <= SqsLimits.ATTRIBUTES
                && new QueueMessage(record.body(), attributes).sizeInBytes() + otherBytes(record)
                        <= SqsLimits.MESSAGE_BYTES;
        return fits ? attributes : null;
    }

    private static int otherBytes(QueueRecord record) {
        int bytes = 0;
        for (Map.Entry<String, QueueRecord.OtherAttribute> entry :
                record.otherAttributes().entrySet()) {
            QueueRecord.OtherAttribute value = entry.getValue();
            bytes += SqsText.utf8Length(entry.getKey()) + SqsText.utf8Length(value.dataType());
            bytes += value.text() == null ? 0 : SqsText.utf8Length(value.text());
            bytes += value.bytes() == null ? 0 : value.bytes().remaining();
        }
        return bytes;
    }

    /** A request that sends the record's body with these attributes, and what SQS itself carries along. */
    static SendMessageRequest.Builder request(String queueUrl, QueueRecord record, Map<String, String> attributes) {
        Map<String, MessageAttributeValue> values = new LinkedHashMap<>();
        attributes.forEach((name, text) -> values.put(
                name,
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(text)
                        .build()));
        record.otherAttributes().forEach((name, value) -> values.put(name, value(value)));
        SendMessageRequest.Builder request = SendMessageRequest.builder()
                .queueUrl(queueUrl)
                .messageBody(record.body())
                .messageAttributes(values);
        if (record.traceHeader() != null) {
            request.messageSystemAttributes(Map.of(
                    MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                    MessageSystemAttributeValue.builder()
                            .dataType("String")
                            .stringValue(record.traceHeader())
                            .build()));
        }
        if (record.groupId() != null) {
            request.messageGroupId(record.groupId());
        }
        return request;
    }

    private static MessageAttributeValue value(QueueRecord.OtherAttribute attribute) {
        MessageAttributeValue.Builder value = MessageAttributeValue.builder().dataType(attribute.dataType());
        return attribute.bytes() == null
                ? value.stringValue(attribute.text()).build()
                : value.binaryValue(SdkBytes.fromByteBuffer(attribute.bytes())).build();
    }

    /** The last part of a queue's URL, or of its ARN. */
    static String queueName(String urlOrArn) {
        return urlOrArn.substring(Math.max(urlOrArn.lastIndexOf('/'), urlOrArn.lastIndexOf(':')) + 1);
    }
}
