package io.weir.system;

import static org.awaitility.Awaitility.await;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What of the deployed system can be seen from outside: objects, queues, claims, mails. */
final class Seen {
    static final Duration SOON = Duration.ofSeconds(60);
    static final Duration LATER = Duration.ofMinutes(4);

    private final WeirSystem system;

    Seen(WeirSystem system) {
        this.system = system;
    }

    List<String> keys(String prefix) {
        return system
                .aws()
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(WeirSystem.BUCKET).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    String text(String key) {
        return system.aws()
                .s3()
                .getObjectAsBytes(get -> get.bucket(WeirSystem.BUCKET).key(key))
                .asUtf8String();
    }

    Optional<String> archived(String source, String id) {
        return keys("archive/" + source + "/").stream()
                .filter(key -> key.endsWith("/" + id))
                .findFirst()
                .map(this::text);
    }

    String awaitArchived(String source, String id) {
        return await("archive of " + source + " " + id)
                .atMost(SOON)
                .until(() -> archived(source, id), Optional::isPresent)
                .orElseThrow();
    }

    int depth(String queueUrl) {
        return system
                .aws()
                .sqs()
                .getQueueAttributes(get -> get.queueUrl(queueUrl)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    int hidden(String queueUrl) {
        return Integer.parseInt(system.aws()
                .sqs()
                .getQueueAttributes(get -> get.queueUrl(queueUrl)
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    /** Waits until every message of the source queue has been processed. */
    void awaitDrained() {
        await("the queue is empty").atMost(SOON).until(() -> depth(system.queue()) == 0);
    }

    /** How many messages the metrics of a queue said it had in the last five minutes, at most. */
    double messagesByMetric(String queue) {
        Instant now = Instant.now();
        return system
                .aws()
                .cloudWatch()
                .getMetricStatistics(get -> get.namespace("AWS/SQS")
                        .metricName("ApproximateNumberOfMessagesVisible")
                        .dimensions(Dimension.builder()
                                .name("QueueName")
                                .value(queue)
                                .build())
                        .statistics(Statistic.MAXIMUM)
                        .period(60)
                        .startTime(now.minus(Duration.ofMinutes(5)))
                        .endTime(now.plus(Duration.ofMinutes(1))))
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::maximum)
                .max()
                .orElse(0);
    }

    String awaitMessage(String queueUrl) {
        return awaitMessage(queueUrl, SOON);
    }

    String awaitMessage(String queueUrl, Duration limit) {
        Message message = await("message on " + queueUrl)
                .atMost(limit)
                .until(
                        () -> system.aws()
                                .sqs()
                                .receiveMessage(
                                        receive -> receive.queueUrl(queueUrl).waitTimeSeconds(1))
                                .messages(),
                        messages -> !messages.isEmpty())
                .getFirst();
        system.aws().sqs().deleteMessage(delete -> delete.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
        return message.body();
    }

    List<Map<String, AttributeValue>> claims() {
        return system.aws()
                .dynamoDb()
                .scan(scan -> scan.tableName(system.output("table")))
                .items();
    }

    /** The mails that LocalStack's SES was given, each as its JSON. */
    List<String> mails() throws IOException, JsonException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String json = http.send(
                            HttpRequest.newBuilder(system.endpoint().resolve("/_aws/ses"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return ((List<?>) ((Map<?, ?>) Json.read(json)).get("messages"))
                    .stream().map(Json::write).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
