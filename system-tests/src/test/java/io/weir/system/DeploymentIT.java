package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

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

    private InvokeResponse release(String event) {
        return system.aws()
                .lambda()
                .invoke(call ->
                        call.functionName("weir-release").qualifier("live").payload(SdkBytes.fromUtf8String(event)));
    }

    /** As the weekly schedule says it; both functions answer. */
    @Test
    @Order(3)
    void schedule_everyVersionThatIsLive_isCalled() {
        InvokeResponse answer = release("{\"weir\":\"ping\",\"functions\":[\"weir-ingest\",\"weir-worker\"]}");
        assertThat(answer.payload().asUtf8String()).isEqualTo("{\"pinged\":[\"weir-ingest\",\"weir-worker\"]}");
        assertThat(answer.functionError()).isNull();
    }

    /** What an apply says that would lead an alias to a version that was deleted. */
    @Test
    @Order(4)
    void release_versionThatIsNotThere_isAnErrorThatNamesThoseThatAre() {
        InvokeResponse answer =
                release("{\"weir\":\"release\",\"function\":\"weir-ingest\",\"versions\":[\"77\"],\"keep\":5}");
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String()).contains("weir-ingest has no version 77: there are 1");
    }
}
