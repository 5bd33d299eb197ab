package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.json.Json;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end: comes last, since nothing can be tried after it. */
@ExtendWith(SharedSystem.class)
@Order(8)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DestroyIT {
    private final WeirSystem system;

    DestroyIT(WeirSystem system) {
        this.system = system;
    }

    @Test
    @Order(1)
    void destroy_leavesNothing() throws Exception {
        // LocalStack keeps a redrive-allow policy that is cleared, as "", and the provider waits until it is gone.
        for (String queue : List.of("dead_letters", "unproven")) {
            system.deployment().forget("module.processor.aws_sqs_queue_redrive_allow_policy." + queue);
        }

        system.deployment().destroy();

        assertThat(system.aws().lambda().listFunctions().functions()).isEmpty();
        assertThat(system.aws().lambda().listEventSourceMappings(list -> {}).eventSourceMappings())
                .isEmpty();
        assertThat(system.aws()
                        .sqs()
                        .listQueues(list -> list.queueNamePrefix("weir"))
                        .queueUrls())
                .isEmpty();
        assertThat(system.aws().s3().listBuckets().buckets())
                .noneSatisfy(bucket -> assertThat(bucket.name()).isEqualTo(WeirSystem.BUCKET));
        assertThat(system.aws().dynamoDb().listTables().tableNames()).isEmpty();
        assertThat(system.aws().cloudWatch().describeAlarms().metricAlarms()).isEmpty();
        assertThat(system.aws().cloudWatch().listDashboards(list -> {}).dashboardEntries())
                .isEmpty();
        assertThat(system.aws().secrets().listSecrets(list -> {}).secretList())
                .allSatisfy(secret -> assertThat(secret.name()).isIn("late", "later", "latest"));
        assertThat(system.aws().sns().listTopics().topics())
                .allSatisfy(topic ->
                        assertThat(topic.topicArn()).isIn(WeirSystem.TOPIC + "budgets", WeirSystem.TOPIC + "orders"));
        assertThat(system.aws().sns().listSubscriptions().subscriptions())
                .noneSatisfy(subscription -> assertThat(subscription.protocol()).isEqualTo("https"));
        Files.writeString(
                system.work().resolve("seconds.json"),
                Json.write(new LinkedHashMap<>(system.deployment().seconds())));
    }
}
