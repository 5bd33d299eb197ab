package io.weir.worker.aws;

import io.weir.worker.batch.Visibility;
import io.weir.worker.record.QueueRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/** Changes visibility time-outs on SQS, ten a call. */
public final class SqsVisibility implements Visibility {
    private static final int BATCH = 10;

    private final SqsClient sqs;
    private final String queueUrl;
    private final Consumer<String> warn;

    /** @param warn takes a line when a call fails */
    public SqsVisibility(SqsClient sqs, String queueUrl, Consumer<String> warn) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.warn = warn;
    }

    @Override
    public void delay(Map<QueueRecord, Duration> delays) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        delays.forEach((record, delay) -> entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(Integer.toString(entries.size()))
                .receiptHandle(record.receiptHandle())
                .visibilityTimeout((int) delay.toSeconds())
                .build()));
        for (int from = 0; from < entries.size(); from += BATCH) {
            change(entries.subList(from, Math.min(from + BATCH, entries.size())));
        }
    }

    private void change(List<ChangeMessageVisibilityBatchRequestEntry> entries) {
        try {
            var response = sqs.changeMessageVisibilityBatch(
                    request -> request.queueUrl(queueUrl).entries(entries));
            if (!response.failed().isEmpty()) {
                warn.accept(response.failed().size() + " visibility time-outs were not changed");
            }
        } catch (SdkException e) {
            warn.accept("visibility time-outs were not changed: " + e.getMessage());
        }
    }
}
