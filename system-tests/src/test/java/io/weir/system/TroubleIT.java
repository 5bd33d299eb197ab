package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

/** Poison, a queue that is gone, a redeployment under load: nothing is lost. */
@ExtendWith(SharedSystem.class)
@Order(4)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TroubleIT {
    private static final String OTHER_SECRET = "second secret";

    private final WeirSystem system;
    private final Seen seen;

    TroubleIT(WeirSystem system) {
        this.system = system;
        this.seen = system.seen();
    }

    @Test
    @Order(1)
    void undecided_amongGoodOnes_endsUnprovenRaisesTheAlarmAndIsProcessedAfterARedrive() throws Exception {
        String alarms = system.aws()
                .sqs()
                .createQueue(queue -> queue.queueName("alarms-seen"))
                .queueUrl();
        system.aws()
                .sns()
                .subscribe(subscription -> subscription
                        .topicArn(system.output("alarm_topic_arn"))
                        .protocol("sqs")
                        .endpoint(WeirSystem.queueArn(alarms)));
        String poison = WeirSystem.id();
        List<String> good = Stream.generate(WeirSystem::id).limit(9).toList();

        // Its secret has no value yet, so nobody can tell whether it is genuine.
        system.sendAccepted("late", OTHER_SECRET, poison, "{\"late\": true}");
        for (String id : good) {
            system.sendAccepted("github", WeirSystem.SECRET, id, body(id));
        }

        for (String id : good) {
            seen.awaitArchived("github", id);
        }
        await().atMost(Seen.LATER)
                .untilAsserted(() -> assertThat(seen.depth(system.unproven())).isOne());
        assertThat(seen.depth(system.deadLetters())).isZero();
        // LocalStack evaluates no expression over metrics. So what the alarm looks at is asked here, and its word said
        // for it.
        await().atMost(Seen.LATER)
                .untilAsserted(
                        () -> assertThat(seen.messagesByMetric("weir-unproven")).isPositive());
        system.aws()
                .cloudWatch()
                .setAlarmState(set -> set.alarmName("weir-unproven")
                        .stateValue(StateValue.ALARM)
                        .stateReason("messages lie in the queue"));
        assertThat(seen.awaitMessage(alarms, Seen.LATER))
                .contains("weir-unproven")
                .contains("ALARM")
                .contains(WeirSystem.RUNBOOK + "#unproven");

        system.aws().secrets().putSecretValue(put -> put.secretId("late").secretString(OTHER_SECRET));
        system.aws()
                .sqs()
                .startMessageMoveTask(move -> move.sourceArn(WeirSystem.queueArn(system.unproven()))
                        .destinationArn(WeirSystem.queueArn(system.queue())));

        assertThat(seen.awaitArchived("late", poison)).isEqualTo("{\"late\": true}");
        assertThat(seen.depth(system.unproven())).isZero();
    }

    /** Equal bodies of GitHub would be one event. */
    private static String body(String id) {
        return "{\"id\": \"" + id + "\"}";
    }

    @Test
    @Order(2)
    void door_whoseQueueIsGone_spillsAndNothingIsLost() throws Exception {
        GetFunctionConfigurationResponse before =
                system.aws().lambda().getFunctionConfiguration(get -> get.functionName("weir-ingest"));
        Map<String, String> environment = new HashMap<>(before.environment().variables());
        environment.put("WEIR_QUEUE_URL", environment.get("WEIR_QUEUE_URL") + "-gone");
        String id = WeirSystem.id();
        try {
            system.publish("weir-ingest", environment);

            system.sendAccepted("github", WeirSystem.SECRET, id, "{\"spilled\": true}");
        } finally {
            system.publish("weir-ingest", before.environment().variables());
        }

        // There was no queue to take it, so it went through the inbox, where nothing stays that is done.
        assertThat(seen.awaitArchived("github", id)).isEqualTo("{\"spilled\": true}");
        await().atMost(Seen.LATER)
                .untilAsserted(() -> assertThat(seen.keys("inbox/")).isEmpty());
    }

    @Test
    @Order(3)
    void worker_redeployedUnderLoad_losesNothing() throws Exception {
        ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
        AtomicBoolean deployed = new AtomicBoolean();
        List<Future<?>> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                senders.add(threads.submit(() -> {
                    while (!deployed.get()) {
                        String id = WeirSystem.id();
                        if (system.send("github", WeirSystem.SECRET, id, body(id)) == 200) {
                            accepted.add(id);
                        }
                    }
                    return null;
                }));
            }
            try {
                system.deployment().set("worker_memory_mb", 1152);
                system.deployment().apply();
            } finally {
                deployed.set(true);
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }

        assertThat(accepted).hasSizeGreaterThan(50);
        String version = system.aws()
                .lambda()
                .getAlias(get -> get.functionName("weir-worker").name("live"))
                .functionVersion();
        assertThat(system.aws()
                        .lambda()
                        .getFunctionConfiguration(
                                get -> get.functionName("weir-worker").qualifier(version))
                        .memorySize())
                .isEqualTo(1152);
        await().atMost(Seen.LATER)
                .untilAsserted(() -> assertThat(seen.keys("archive/github/").stream()
                                .map(key -> key.substring(key.lastIndexOf('/') + 1)))
                        .containsAll(accepted));
        assertThat(seen.depth(system.deadLetters())).isZero();
    }
}
