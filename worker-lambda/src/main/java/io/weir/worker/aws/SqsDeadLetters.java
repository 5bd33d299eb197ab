package io.weir.worker.aws;

import io.weir.envelope.Attributes;
import io.weir.worker.batch.DeadLetters;
import io.weir.worker.record.Failure;
import io.weir.worker.record.QueueRecord;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
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
        for (Failure shown : new Failure[] {failure, failure.withoutDetail()}) {
            Map<String, String> attributes = SqsCopy.with(Attributes.FAILURE, shown.toJson(), record);
            if (attributes != null) {
                return attributes;
            }
        }
        return record.attributes();
    }

    private SendMessageRequest request(QueueRecord record, Map<String, String> attributes) {
        SendMessageRequest.Builder request = SqsCopy.request(queueUrl, record, attributes);
        if (queueUrl.endsWith(".fifo")) {
            request.messageGroupId(record.groupId() == null ? "weir" : record.groupId())
                    .messageDeduplicationId(record.messageId());
        }
        return request.build();
    }
}
