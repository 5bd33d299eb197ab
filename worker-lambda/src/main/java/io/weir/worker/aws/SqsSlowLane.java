package io.weir.worker.aws;

import io.weir.envelope.Attributes;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Waiting;
import io.weir.worker.retry.SlowLane;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A slow lane on SQS. */
public final class SqsSlowLane implements SlowLane {
    private static final String LONGEST = Waiting.LONGEST.toJson();

    private final SqsClient sqs;
    private final String queueUrl;
    private final String name;

    public SqsSlowLane(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.name = SqsCopy.queueName(queueUrl);
    }

    @Override
    public boolean holds(QueueRecord record) {
        return SqsCopy.queueName(record.queueArn()).equals(name);
    }

    @Override
    public boolean takes(QueueRecord record) {
        return SqsCopy.with(Attributes.RETRY, LONGEST, withoutFailure(record)) != null;
    }

    @Override
    public void send(QueueRecord record, Waiting waiting, Duration delay) throws IOException {
        Map<String, String> attributes = SqsCopy.with(Attributes.RETRY, waiting.toJson(), withoutFailure(record));
        if (attributes == null) {
            throw new IOException("the message has no room for the attribute " + Attributes.RETRY);
        }
        try {
            sqs.sendMessage(SqsCopy.request(queueUrl, record, attributes)
                    .delaySeconds((int) delay.toSeconds())
                    .build());
        } catch (SdkException e) {
            throw new IOException("the slow lane did not take it: " + e.getMessage(), e);
        }
    }

    /** Why a dead letter was buried is of no more interest once it was redriven and fails anew. */
    private static QueueRecord withoutFailure(QueueRecord record) {
        if (!record.attributes().containsKey(Attributes.FAILURE)) {
            return record;
        }
        Map<String, String> attributes = new LinkedHashMap<>(record.attributes());
        attributes.remove(Attributes.FAILURE);
        return record.toBuilder().attributes(attributes).build();
    }
}
