package io.weir.worker.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.worker.sns.Subscriptions.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.ThrottledException;

class SnsSubscriptionsTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:t";

    private final List<Region> regions = new ArrayList<>();
    private final List<ConfirmSubscriptionRequest> requests = new ArrayList<>();
    private Supplier<RuntimeException> fault;

    private final SnsSubscriptions subscriptions = new SnsSubscriptions(region -> {
        regions.add(region);
        return new FakeSns();
    });

    private final class FakeSns implements SnsClient {
        @Override
        public ConfirmSubscriptionResponse confirmSubscription(ConfirmSubscriptionRequest request) {
            requests.add(request);
            if (fault != null) {
                throw fault.get();
            }
            return ConfirmSubscriptionResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "sns";
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    @Test
    void confirm_topic_isConfirmedInItsRegionAndOnlyItsOwnerCanEndIt() throws Exception {
        assertThat(subscriptions.confirm(TOPIC, "t0k3n")).isEqualTo(Result.CONFIRMED);
        assertThat(subscriptions.confirm(TOPIC, "t0k3n")).isEqualTo(Result.CONFIRMED);

        assertThat(regions).containsExactly(Region.EU_WEST_1);
        assertThat(requests.getFirst().topicArn()).isEqualTo(TOPIC);
        assertThat(requests.getFirst().token()).isEqualTo("t0k3n");
        assertThat(requests.getFirst().authenticateOnUnsubscribe()).isEqualTo("true");
    }

    @Test
    void confirm_tokenUsedUpOrExpired_isSpent() throws Exception {
        fault = () ->
                InvalidParameterException.builder().message("Invalid token").build();
        assertThat(subscriptions.confirm(TOPIC, "t0k3n")).isEqualTo(Result.TOKEN_SPENT);
        fault = () -> NotFoundException.builder().message("gone").build();
        assertThat(subscriptions.confirm(TOPIC, "t0k3n")).isEqualTo(Result.TOKEN_SPENT);
    }

    @Test
    void confirm_throttledDownOrForbidden_mayPassAndTheTokenIsNotRepeated() {
        List<Supplier<RuntimeException>> faults = List.of(
                () -> ThrottledException.builder().message("slow down t0k3n").build(),
                () -> AuthorizationErrorException.builder().message("no").build(),
                () -> SdkClientException.create("no route to t0k3n"));
        for (Supplier<RuntimeException> one : faults) {
            fault = one;
            assertThatThrownBy(() -> subscriptions.confirm(TOPIC, "t0k3n"))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("t0k3n");
        }
    }
}
