package io.weir.worker.sns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Messages of FIFO topics, which carry no signature. */
class SnsTrustedQueueTest extends SnsVerifierSetup {
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:orders.fifo";
    private static final byte[] UNSIGNED = ("{\"Type\":\"Notification\",\"MessageId\":\"m-1\",\"TopicArn\":\"" + TOPIC
                    + "\",\"Message\":\"hello\",\"Timestamp\":\"2026-03-01T12:00:00.123Z\"}")
            .getBytes(UTF_8);

    private final Source trusting = Objects.requireNonNull(Sources.parse(
                    "test", "{\"orders\":{\"scheme\":\"sns\",\"topics\":[\"" + TOPIC + "\"],\"trust\":\"queue\"}}")
            .find("orders"));

    @Test
    void unsigned_withoutAttributes_isBelieved() {
        assertThat(verifier.verifyAtOwnTime(UNSIGNED, true, trusting)).isInstanceOf(Verification.Genuine.class);
    }

    /** SNS gives attributes to raw deliveries alone, and their body is the publisher's of any admitted topic. */
    @Test
    void unsigned_withAttributes_isRejected() {
        assertThat(verifier.verifyAtOwnTime(UNSIGNED, false, trusting))
                .isInstanceOfSatisfying(
                        Verification.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Reason.UNSIGNED));
    }

    @Test
    void topicOf_unsignedMessage_isItsTopic() {
        assertThat(SnsVerifier.topicOf(UNSIGNED)).isEqualTo(TOPIC);
        assertThat(SnsVerifier.topicOf("{}".getBytes(UTF_8))).isNull();
    }
}
