package io.weir.local;

import io.weir.envelope.SqsLimits;
import io.weir.json.Json;
import io.weir.local.http.Health;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue, its slow lanes, its dead-letter queue, and the one for what was never proven genuine. */
record LocalQueues(
        SqliteSqsClient sqs, String url, String retryUrl, String retryUnprovenUrl, String dlqUrl, String unprovenUrl) {
    static final int MAX_RECEIVE_COUNT = 100;

    private static final Duration VISIBILITY = Duration.ofSeconds(60);

    /** Makes them if there are none; what an earlier process had in its hands is visible again. */
    static LocalQueues open(SqliteSqsClient sqs) {
        String dlqUrl = create(sqs, "weir-dlq", Map.of());
        String unprovenUrl = create(sqs, "weir-unproven", Map.of());
        String url = create(sqs, "weir", redrivenTo("weir-dlq"));
        String retryUrl = create(sqs, "weir-retry", redrivenTo("weir-dlq"));
        String retryUnprovenUrl = create(sqs, "weir-retry-unproven", redrivenTo("weir-unproven"));
        List.of(url, retryUrl, retryUnprovenUrl, dlqUrl, unprovenUrl).forEach(sqs::releaseInFlight);
        return new LocalQueues(sqs, url, retryUrl, retryUnprovenUrl, dlqUrl, unprovenUrl);
    }

    private static Map<QueueAttributeName, String> redrivenTo(String target) {
        return Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                Long.toString(VISIBILITY.toSeconds()),
                QueueAttributeName.REDRIVE_POLICY,
                Json.write(Map.of("deadLetterTargetArn", SqsNames.arn(target), "maxReceiveCount", MAX_RECEIVE_COUNT)));
    }

    /** Where records wait for long. */
    List<String> lanes() {
        return List.of(retryUrl, retryUnprovenUrl);
    }

    private static String create(SqliteSqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
        String url = sqs.createQueue(request -> request.queueName(name)).queueUrl();
        String retention = Long.toString(SqsLimits.RETENTION.toSeconds());
        sqs.setQueueAttributes(request ->
                request.queueUrl(url).attributes(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, retention)));
        if (!attributes.isEmpty()) {
            sqs.setQueueAttributes(request -> request.queueUrl(url).attributes(attributes));
        }
        return url;
    }

    /** The depths now, and whether requests can be accepted. */
    Health health(LocalStore store) {
        boolean isUp = store.isWritable();
        try {
            SqliteSqsClient.Load queue = sqs.load(url);
            SqliteSqsClient.Load retry = sqs.load(retryUrl);
            SqliteSqsClient.Load unproven = sqs.load(retryUnprovenUrl);
            return new Health(
                    isUp,
                    queue.waiting(),
                    retry.waiting() + unproven.waiting(),
                    queue.inHand() + retry.inHand() + unproven.inHand(),
                    all(dlqUrl),
                    all(unprovenUrl),
                    Version.TEXT);
        } catch (RuntimeException e) {
            return new Health(false, 0, 0, 0, 0, 0, Version.TEXT);
        }
    }

    private long all(String someUrl) {
        SqliteSqsClient.Load load = sqs.load(someUrl);
        return load.waiting() + load.inHand();
    }
}
