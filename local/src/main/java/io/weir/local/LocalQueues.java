package io.weir.local;

import io.weir.envelope.SqsLimits;
import io.weir.json.Json;
import io.weir.local.http.Health;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.SqsNames;
import io.weir.local.store.LocalStore;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue and its dead-letter queue. */
record LocalQueues(SqliteSqsClient sqs, String url, String dlqUrl) {
    static final int MAX_RECEIVE_COUNT = 5;

    private static final Duration VISIBILITY = Duration.ofSeconds(60);

    /** Makes them if there are none; what an earlier process had in its hands is visible again. */
    static LocalQueues open(SqliteSqsClient sqs) {
        String dlqUrl = create(sqs, "weir-dlq", Map.of());
        String url = create(
                sqs,
                "weir",
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        Long.toString(VISIBILITY.toSeconds()),
                        QueueAttributeName.REDRIVE_POLICY,
                        Json.write(Map.of(
                                "deadLetterTargetArn",
                                SqsNames.arn("weir-dlq"),
                                "maxReceiveCount",
                                MAX_RECEIVE_COUNT))));
        sqs.releaseInFlight(url);
        sqs.releaseInFlight(dlqUrl);
        return new LocalQueues(sqs, url, dlqUrl);
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
            SqliteSqsClient.Load dead = sqs.load(dlqUrl);
            return new Health(isUp, queue.waiting(), queue.inHand(), dead.waiting() + dead.inHand(), Version.TEXT);
        } catch (RuntimeException e) {
            return new Health(false, 0, 0, 0, Version.TEXT);
        }
    }
}
