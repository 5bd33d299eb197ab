package io.weir.worker.aws;

import io.weir.envelope.SqsLimits;
import io.weir.worker.inbox.Requeue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends to a queue on SQS, ten a call. */
public final class SqsRequeue implements Requeue {
    private final SqsClient sqs;
    private final String queueUrl;

    public SqsRequeue(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(List<String> bodies) throws IOException {
        for (int from = 0; from < bodies.size(); from += SqsLimits.BATCH) {
            sendBatch(bodies.subList(from, Math.min(from + SqsLimits.BATCH, bodies.size())));
        }
    }

    private void sendBatch(List<String> bodies) throws IOException {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (String body : bodies) {
            SendMessageBatchRequestEntry.Builder entry = SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(body);
            if (queueUrl.endsWith(".fifo")) {
                entry.messageGroupId("inbox")
                        .messageDeduplicationId(UUID.randomUUID().toString());
            }
            entries.add(entry.build());
        }
        try {
            int failed = sqs.sendMessageBatch(
                            request -> request.queueUrl(queueUrl).entries(entries))
                    .failed()
                    .size();
            if (failed > 0) {
                throw new IOException("the queue did not take " + failed + " messages");
            }
        } catch (SdkException e) {
            throw new IOException("the queue did not take messages: " + e.getMessage(), e);
        }
    }
}
