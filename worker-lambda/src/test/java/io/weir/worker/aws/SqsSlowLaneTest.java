package io.weir.worker.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.worker.fakes.FakeSqs;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** The copy of a record in a slow lane, and where a record's visibility is changed. */
class SqsSlowLaneTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Waiting WAITING = new Waiting(NOW, "AROA:door", NOW, 3, NOW, NOW, NOW.plusSeconds(20));
    private static final String ARN = "arn:aws:sqs:eu-central-1:123456789012:";

    private final FakeSqs sqs = new FakeSqs();
    private final SqsSlowLane lane = new SqsSlowLane(sqs, "https://sqs/123456789012/weir-retry");

    private static QueueRecord record(String body, Map<String, String> attributes) {
        return QueueRecord.builder("m")
                .body(body)
                .attributes(attributes)
                .traceHeader("Root=1-2-3")
                .queueArn(ARN + "weir")
                .build();
    }

    @Test
    void send_record_isTheSameMessageWithItsPastAndADelay() throws Exception {
        lane.send(record("body", Map.of("source", "s", "failure", "{}")), WAITING, Duration.ofSeconds(20));
        SendMessageRequest sent = sqs.sent().getFirst();
        assertThat(sent.queueUrl()).isEqualTo("https://sqs/123456789012/weir-retry");
        assertThat(sent.messageBody()).isEqualTo("body");
        assertThat(sent.delaySeconds()).isEqualTo(20);
        assertThat(sent.messageAttributes()).containsOnlyKeys("source", "retry");
        assertThat(Waiting.parse(sent.messageAttributes().get("retry").stringValue()))
                .isEqualTo(WAITING);
        assertThat(sent.messageSystemAttributes()
                        .get(MessageSystemAttributeNameForSends.AWS_TRACE_HEADER)
                        .stringValue())
                .isEqualTo("Root=1-2-3");
    }

    @Test
    void takes_messageWithoutRoomForOneMoreAttribute_isFalse() {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < 9; i++) {
            attributes.put("a" + i, "x");
        }
        assertThat(lane.takes(record("body", attributes))).isTrue();
        attributes.put("failure", "{}"); // gives way
        assertThat(lane.takes(record("body", attributes))).isTrue();
        attributes.put("a9", "x");
        assertThat(lane.takes(record("body", attributes))).isFalse();
        assertThat(lane.takes(record("x".repeat(256 * 1024 - 100), Map.of()))).isFalse();
    }

    @Test
    void send_queueDownOrNoRoom_isAnError() {
        assertThatThrownBy(() -> lane.send(record("x".repeat(256 * 1024), Map.of()), WAITING, Duration.ZERO))
                .isInstanceOf(IOException.class);
        sqs.setDown(true);
        assertThatThrownBy(() -> lane.send(record("body", Map.of()), WAITING, Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("queue is down");
    }

    @Test
    void holds_recordOfTheLane_byItsQueuesName() {
        assertThat(lane.holds(record("", Map.of()))).isFalse();
        assertThat(lane.holds(record("", Map.of()).toBuilder()
                        .queueArn(ARN + "weir-retry")
                        .build()))
                .isTrue();
    }

    @Test
    void visibility_recordOfALane_isChangedThere() {
        QueueRecord own = record("", Map.of());
        QueueRecord waiting =
                own.toBuilder().queueArn(ARN + "weir-retry").receiptHandle("r").build();
        new SqsVisibility(sqs, "https://sqs/123456789012/weir", List.of("https://sqs/123456789012/weir-retry"))
                .delay(Map.of(own, Duration.ofSeconds(5), waiting, Duration.ofHours(1)));
        assertThat(sqs.hidden())
                .extracting(request ->
                        request.queueUrl() + " " + request.entries().getFirst().visibilityTimeout())
                .containsExactlyInAnyOrder(
                        "https://sqs/123456789012/weir 5", "https://sqs/123456789012/weir-retry 3600");
    }
}
