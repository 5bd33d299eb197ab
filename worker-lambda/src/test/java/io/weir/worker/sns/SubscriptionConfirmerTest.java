package io.weir.worker.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.SnsMessage;
import io.weir.action.test.Events;
import io.weir.verify.Verification;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.Patience;
import io.weir.worker.sns.Subscriptions.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionConfirmerTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:t";
    private static final Verification.SubscriptionPending PENDING = new Verification.SubscriptionPending(
            Events.notification(Events.sns()
                    .type(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                    .topicArn(TOPIC)
                    .build()),
            "t0k3n");

    private final List<String> calls = new ArrayList<>();
    private int failures;
    private Result result = Result.CONFIRMED;
    private final SubscriptionConfirmer confirmer = new SubscriptionConfirmer(this::call);

    private Result call(String topicArn, String token) throws IOException {
        calls.add(topicArn + " " + token);
        if (calls.size() <= failures) {
            throw new IOException("throttled");
        }
        return result;
    }

    private Outcome confirm() {
        return confirmer.confirm(PENDING);
    }

    @Test
    void confirm_up_isDoneWithTheTopicAndWithoutTheToken() {
        assertThat(confirm()).isEqualTo(new Outcome.Done("subscription to " + TOPIC + " confirmed"));
        assertThat(calls).containsExactly(TOPIC + " t0k3n");
    }

    @Test
    void confirm_tokenSpent_isDoneAndSaysWhatToDo() {
        result = Result.TOKEN_SPENT;
        assertThat(confirm())
                .isEqualTo(new Outcome.Done("subscription to " + TOPIC
                        + " not confirmed: its token was used up or has expired; subscribe again"));
    }

    @Test
    void confirm_fault_isRetriedByTheQueueAndSaysWhatItWas() {
        failures = 9;
        assertThat(confirm())
                .isEqualTo(new Outcome.Retry(
                        "confirm", "throttled", Duration.ZERO, "java.io.IOException", Patience.OF_SOURCE));
    }

    @Test
    void confirm_faultOfOurOwn_isNotSwallowed() {
        SubscriptionConfirmer broken = new SubscriptionConfirmer((topic, token) -> {
            throw new IllegalStateException("bug");
        });
        assertThatThrownBy(() -> broken.confirm(PENDING)).hasMessage("bug");
    }
}
