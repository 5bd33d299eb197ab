package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentAt;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that must move while neither lane takes anything. */
class LaneDownTest extends BatchFixture {
    @BeforeEach
    void down() {
        provenLane.setDown(true);
        unprovenLane.setDown(true);
    }

    private List<String> fail(boolean proven, SQSMessage message) {
        return ids(processor((record, notes) -> {
                    if (proven) {
                        notes.proven();
                    }
                    return retry(Duration.ZERO);
                })
                .process(event(message), PLENTY));
    }

    private static SQSMessage one(Duration age) {
        return sentAt(NOW.minus(age), record("a", "body", Map.of("source", "s")));
    }

    @Test
    void old_waitsForAThirdOfItsWholeAge() {
        assertThat(fail(true, received(one(Duration.ofHours(3)), 20))).containsExactly("a");
        assertThat(delays).containsValue(Duration.ofHours(1));
    }

    @Test
    void triedForADay_isGivenUpWithItsReason() {
        assertThat(fail(true, one(Duration.ofHours(24)))).isEmpty();
        assertThat(dead).hasSize(1);
    }

    @Test
    void neverProvenAndReceivedTooOften_isKeptOutOfTheDeadLetterQueueToWhichSqsWouldMoveIt() {
        assertThat(fail(false, received(one(Duration.ZERO), 100))).isEmpty();
        assertThat(unproven).hasSize(1);
        assertThat(dead).isEmpty();
    }
}
