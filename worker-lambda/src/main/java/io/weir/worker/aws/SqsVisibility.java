package io.weir.worker.aws;

import io.weir.worker.batch.Visibility;
import io.weir.worker.record.QueueRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/** Changes visibility time-outs on SQS, ten a call. */
public final class SqsVisibility implements Visibility {
    private static final int BATCH = 10;

    private final SqsClient sqs;
    private final String queueUrl;

    public SqsVisibility(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public Map<QueueRecord, String> delay(Map<QueueRecord, Duration> delays) {
        Map<QueueRecord, String> unchanged = new LinkedHashMap<>();
        List<Map.Entry<QueueRecord, Duration>> all = List.copyOf(delays.entrySet());
        for (int from = 0; from < all.size(); from += BATCH) {
            unchanged.putAll(change(all.subList(from, Math.min(from + BATCH, all.size()))));
        }
        return unchanged;
    }

    private Map<QueueRecord, String> change(List<Map.Entry<QueueRecord, Duration>> delays) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        for (Map.Entry<QueueRecord, Duration> delay : delays) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(delay.getKey().receiptHandle())
                    .visibilityTimeout((int) delay.getValue().toSeconds())
                    .build());
        }
        Map<QueueRecord, String> unchanged = new LinkedHashMap<>();
        try {
            sqs.changeMessageVisibilityBatch(
                            request -> request.queueUrl(queueUrl).entries(entries))
                    .failed()
                    .forEach(error -> unchanged.put(
                            delays.get(Integer.parseInt(error.id())).getKey(), error.code()));
        } catch (SdkException e) {
            delays.forEach(delay -> unchanged.put(delay.getKey(), String.valueOf(e.getMessage())));
        }
        return unchanged;
    }
}
