package io.weir.operations.aws;

import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.Status.QueueStatus;
import io.weir.operations.Status.Secret;
import io.weir.operations.Status.SourceStatus;
import io.weir.operations.aws.ledger.LogCount;
import io.weir.operations.aws.ledger.LogQueries;
import io.weir.operations.aws.ledger.Span;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** How a deployment is now: the depth of its queues, and what its logs counted in the last 24 hours. */
final class StatusReport {
    private static final int HOURS = 24;

    private final SqsClient sqs;
    private final Deployment deployment;
    private final LogQueries queries;
    private final Clock clock;

    StatusReport(SqsClient sqs, Deployment deployment, LogQueries queries, Clock clock) {
        this.sqs = sqs;
        this.deployment = deployment;
        this.queries = queries;
        this.clock = clock;
    }

    Status status() throws IOException {
        List<QueueStatus> queues = new ArrayList<>();
        for (String name : List.of("queue", "retry", "retry-unproven", "dead", "unproven")) {
            queues.add(queue(name));
        }
        Instant now = clock.instant();
        Instant firstHour = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1));
        List<LogCount> counts = queries.counts(new Span(firstHour, now.plusSeconds(60)));
        List<SourceStatus> sources = new ArrayList<>();
        new TreeMap<>(deployment.sources())
                .forEach((name, source) -> sources.add(source(name, source, counts, firstHour)));
        return new Status(deployment.version(), true, queues, sources, List.of(), List.of(), null, warnings(queues));
    }

    private static List<String> warnings(List<QueueStatus> queues) {
        List<String> warnings = new ArrayList<>();
        for (QueueStatus queue : queues) {
            if (queue.name().equals("dead") && queue.waiting() > 0) {
                warnings.add(queue.waiting() + " dead letters: nobody processes them until they are retried.");
            } else if (queue.name().equals("unproven") && queue.waiting() > 0) {
                warnings.add(queue.waiting() + " unproven: their proof could not be decided; retry once that can be.");
            }
        }
        return warnings;
    }

    private QueueStatus queue(String name) throws IOException {
        try {
            Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(
                            get -> get.queueUrl(deployment.queue(name))
                                    .attributeNames(
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                    .attributes();
            long hidden = number(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
            long waiting = number(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                    + number(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
            // What is hidden in a lane waits, and nobody but a scan hides what is dead.
            boolean isWorkers = name.equals("queue");
            return new QueueStatus(name, isWorkers ? waiting : waiting + hidden, isWorkers ? hidden : 0, null);
        } catch (SdkException e) {
            throw new IOException("SQS did not answer: " + e.getMessage(), e);
        }
    }

    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    private static SourceStatus source(
            String name, Deployment.DeployedSource source, List<LogCount> counts, Instant firstHour) {
        Map<State, Long> lastDay = new EnumMap<>(State.class);
        Long[] hours = new Long[HOURS];
        Arrays.fill(hours, 0L);
        Instant last = null;
        for (LogCount count : counts) {
            if (!count.source().equals(name)) {
                continue;
            }
            if (count.state() != null) {
                lastDay.merge(count.state(), count.count(), Long::sum);
                continue;
            }
            int hour = (int) Duration.between(firstHour, count.hour()).toHours();
            if (hour >= 0 && hour < HOURS) {
                hours[hour] += count.count();
            }
            last = last == null || count.hour().isAfter(last) ? count.hour() : last;
        }
        return new SourceStatus(
                name,
                source.scheme(),
                source.actions(),
                source.url(),
                source.secret() == null ? Secret.NONE : Secret.UNKNOWN,
                null,
                last,
                null,
                lastDay,
                List.of(hours));
    }
}
