package io.weir.worker.aws;

import io.weir.envelope.Attributes;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.SqsText;
import io.weir.worker.batch.DeadLetters;
import io.weir.worker.record.Failure;
import io.weir.worker.record.QueueRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A dead-letter queue on SQS. */
public final class SqsDeadLetters implements DeadLetters {
    private final SqsClient sqs;
    private final String queueUrl;

    public SqsDeadLetters(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(QueueRecord record, Failure failure) throws IOException {
        try {
            sqs.sendMessage(request(record, withFailure(record, failure)));
        } catch (SdkException e) {
            throw new IOException("the dead-letter queue did not take it: " + e.getMessage(), e);
        }
    }

    /** The failure in full if it fits, else without its detail, else none: the message itself must never be lost. */
    private static Map<String, String> withFailure(QueueRecord record, Failure failure) {
        int others = record.attributes().size() + record.otherAttributes().size();
        if (others >= SqsLimits.ATTRIBUTES && !record.attributes().containsKey(Attributes.FAILURE)) {
            return record.attributes();
        }
        for (String json :
                new String[] {failure.toJson(), failure.withoutDetail().toJson()}) {
            Map<String, String> attributes = new LinkedHashMap<>(record.attributes());
            attributes.put(Attributes.FAILURE, json);
            if (new QueueMessage(record.body(), attributes).sizeInBytes() + otherBytes(record)
                    <= SqsLimits.MESSAGE_BYTES) {
                return attributes;
            }
        }
        return record.attributes();
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

    private SendMessageRequest request(QueueRecord record, Map<String, String> attributes) {
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
        if (record.groupId() != null) {
            request.messageGroupId(record.groupId());
        }
        if (queueUrl.endsWith(".fifo")) {
            request.messageGroupId(record.groupId() == null ? "weir" : record.groupId())
                    .messageDeduplicationId(record.messageId());
        }
        return request.build();
    }

    private static MessageAttributeValue value(QueueRecord.OtherAttribute attribute) {
        MessageAttributeValue.Builder value = MessageAttributeValue.builder().dataType(attribute.dataType());
        return attribute.bytes() == null
                ? value.stringValue(attribute.text()).build()
                : value.binaryValue(SdkBytes.fromByteBuffer(attribute.bytes())).build();
    }
}
