package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The deployment itself, right after the apply. */
@ExtendWith(SharedSystem.class)
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeploymentIT {
    private final WeirSystem system;

    DeploymentIT(WeirSystem system) {
        this.system = system;
    }

    @Test
    @Order(1)
    void plan_afterTheApply_isEmptyButForWhatLocalStackForgets() throws Exception {
        assertThat(system.deployment().plan()).allSatisfy((address, changes) -> {
            // LocalStack drops the tags that an alarm is made with.
            assertThat(address).startsWith("aws_cloudwatch_metric_alarm.");
            assertThat(changes).isSubsetOf("tags", "tags_all");
        });
    }

    @Test
    @Order(2)
    void subscriptions_toTheDoor_areConfirmedByTheWorker() {
        for (String topic : List.of("budgets", "orders")) {
            assertThat(system.aws()
                            .sns()
                            .listSubscriptionsByTopic(list -> list.topicArn(WeirSystem.TOPIC + topic))
                            .subscriptions())
                    .singleElement()
                    .satisfies(subscription -> {
                        assertThat(subscription.endpoint()).endsWith("/" + topic);
                        assertThat(subscription.subscriptionArn()).startsWith(WeirSystem.TOPIC + topic + ":");
                        assertThat(system.aws()
                                        .sns()
                                        .getSubscriptionAttributes(
                                                get -> get.subscriptionArn(subscription.subscriptionArn()))
                                        .attributes())
                                .containsEntry("ConfirmationWasAuthenticated", "true");
                    });
        }
        assertThat(system.forwarder().problems()).isEmpty();
        assertThat(system.forwarder().versions()).contains("1", "2");
    }
}
