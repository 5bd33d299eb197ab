package io.weir.worker.aws;

import io.weir.envelope.SqsLimits;
import io.weir.worker.batch.Visibility;
import io.weir.worker.record.QueueRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/** Changes visibility time-outs on SQS, ten a call. */
public final class SqsVisibility implements Visibility {
    private final SqsClient sqs;
    private final Map<String, String> urls = new LinkedHashMap<>();
    private final String queueUrl;

    /**
     * @param queueUrl of the queue that a record is taken to come from unless it names a lane
     * @param laneUrls of the slow lanes
     */
    public SqsVisibility(SqsClient sqs, String queueUrl, List<String> laneUrls) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        laneUrls.forEach(url -> urls.put(SqsCopy.queueName(url), url));
    }

    @Override
    public Map<QueueRecord, String> delay(Map<QueueRecord, Duration> delays) {
        Map<QueueRecord, String> unchanged = new LinkedHashMap<>();
        Map<String, List<Map.Entry<QueueRecord, Duration>>> byQueue =
                delays.entrySet().stream().collect(Collectors.groupingBy(delay -> url(delay.getKey())));
        byQueue.forEach((url, all) -> {
            for (int from = 0; from < all.size(); from += SqsLimits.BATCH) {
                unchanged.putAll(change(url, all.subList(from, Math.min(from + SqsLimits.BATCH, all.size()))));
            }
        });
        return unchanged;
    }

    private String url(QueueRecord record) {
        return urls.getOrDefault(SqsCopy.queueName(record.queueArn()), queueUrl);
    }

    private Map<QueueRecord, String> change(String url, List<Map.Entry<QueueRecord, Duration>> delays) {
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
            sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(entries))
                    .failed()
                    .forEach(error -> unchanged.put(
                            delays.get(Integer.parseInt(error.id())).getKey(), error.code()));
        } catch (SdkException e) {
            delays.forEach(delay -> unchanged.put(delay.getKey(), String.valueOf(e.getMessage())));
        }
        return unchanged;
    }
}
