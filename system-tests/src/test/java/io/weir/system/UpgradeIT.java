package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A deployment as it was before there were slow lanes, with messages that wait, is upgraded in place. */
@ExtendWith(SharedSystem.class)
@Order(6)
class UpgradeIT {
    private static final String SECRET = "third secret";

    private final WeirSystem system;
    private final Seen seen;

    UpgradeIT(WeirSystem system) {
        this.system = system;
        this.seen = system.seen();
    }

    @Test
    void messagesThatWait_whileItIsUpgraded_areProcessedOnce() throws Exception {
        stopReceiving();
        takeTheLanesAway();
        String created = created(system.queue());
        List<String> ids = Stream.generate(WeirSystem::id).limit(10).toList();
        for (String id : ids) {
            system.sendAccepted("later", SECRET, id, "{\"id\": \"" + id + "\"}");
        }
        hideSome();

        system.deployment().set("worker_memory_mb", 1088);
        system.deployment().apply();

        assertThat(created(system.queue())).isEqualTo(created);
        assertThat(attribute(system.queue(), QueueAttributeName.REDRIVE_POLICY))
                .containsPattern("maxReceiveCount\\W+100\\b");
        // Their secret has no value yet: the lane of the unproven takes them once the new worker has tried them.
        await().atMost(Seen.LATER).until(() -> seen.depth(system.lane("retry-unproven")) == ids.size());

        system.aws().secrets().putSecretValue(put -> put.secretId("later").secretString(SECRET));
        await().atMost(Seen.LATER).until(() -> seen.keys("archive/later/").size() == ids.size());
        await().atMost(Seen.SOON).until(() -> seen.depth(system.lane("retry-unproven")) == 0);
        assertThat(seen.keys("archive/later/").stream().map(key -> key.substring(key.lastIndexOf('/') + 1)))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(seen.depth(system.queue())).isZero();
        assertThat(seen.depth(system.deadLetters())).isZero();
        assertThat(seen.depth(system.unproven())).isZero();
    }

    private String created(String queueUrl) {
        return attribute(queueUrl, QueueAttributeName.CREATED_TIMESTAMP);
    }

    private String attribute(String queueUrl, QueueAttributeName name) {
        return system.aws()
                .sqs()
                .getQueueAttributes(get -> get.queueUrl(queueUrl).attributeNames(name))
                .attributes()
                .get(name);
    }

    /** As the worker does with what has failed. */
    private void hideSome() {
        system.aws()
                .sqs()
                .receiveMessage(receive -> receive.queueUrl(system.queue())
                        .maxNumberOfMessages(5)
                        .waitTimeSeconds(5)
                        .visibilityTimeout(45));
        assertThat(seen.hidden(system.queue())).isBetween(1, 5);
    }

    /** Nothing is received any more: a worker that tried these messages would use up the few receives that they had. */
    private void stopReceiving() {
        String mapping = system.aws()
                .lambda()
                .listEventSourceMappings(list -> list.eventSourceArn(WeirSystem.queueArn(system.queue())))
                .eventSourceMappings()
                .getFirst()
                .uuid();
        system.aws()
                .lambda()
                .updateEventSourceMapping(update ->
                        update.uuid(mapping).functionName("weir-worker:live").enabled(false));
        await().atMost(Seen.SOON)
                .until(() -> system.aws()
                        .lambda()
                        .getEventSourceMapping(get -> get.uuid(mapping))
                        .state()
                        .equals("Disabled"));
    }

    private void takeTheLanesAway() {
        for (String key : List.of("retry", "retry-unproven")) {
            String url = system.lane(key);
            for (EventSourceMappingConfiguration mapping : system.aws()
                    .lambda()
                    .listEventSourceMappings(list -> list.eventSourceArn(WeirSystem.queueArn(url)))
                    .eventSourceMappings()) {
                system.aws().lambda().deleteEventSourceMapping(delete -> delete.uuid(mapping.uuid()));
                await().atMost(Seen.SOON)
                        .until(() -> system.aws()
                                .lambda()
                                .listEventSourceMappings(list -> list.eventSourceArn(WeirSystem.queueArn(url)))
                                .eventSourceMappings()
                                .isEmpty());
            }
            system.aws().sqs().deleteQueue(delete -> delete.queueUrl(url));
        }
        system.aws()
                .sqs()
                .setQueueAttributes(set -> set.queueUrl(system.queue())
                        .attributes(Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"" + WeirSystem.queueArn(system.deadLetters())
                                        + "\",\"maxReceiveCount\":5}",
                                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                                "345600")));
        Map<String, String> environment = new HashMap<>(system.aws()
                .lambda()
                .getFunctionConfiguration(get -> get.functionName("weir-worker"))
                .environment()
                .variables());
        environment.keySet().removeIf(name -> name.startsWith("WEIR_RETRY_"));
        system.publish("weir-worker", environment);
    }
}
