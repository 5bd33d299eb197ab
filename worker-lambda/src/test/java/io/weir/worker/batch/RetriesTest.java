package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.fifo;
import static io.weir.worker.fakes.Records.onQueue;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentAt;
import static io.weir.worker.fakes.Records.sentBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.weir.worker.fakes.FakeLane;
import io.weir.worker.record.Failure;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.Waiting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a record that failed waits, for how long, and when it is given up. */
class RetriesTest extends RetryFixture {
    private static final String SNS = "AIDAIT2UOQQY3AUEKVGXU";

    @Test
    void young_waitsInItsQueue() {
        assertThat(fail(failure(), one())).containsExactly("a");
        assertThat(delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(provenLane.sent()).isEmpty();
    }

    @Test
    void longWait_isSpentInTheSlowLaneWithAllThatIsKnown() {
        assertThat(fail(retry(Duration.ofSeconds(20)), received(sentBy("AROA:door", one()), 3)))
                .isEmpty();
        assertThat(delays).isEmpty();
        FakeLane.Sent sent = provenLane.sent().getFirst();
        assertThat(sent.record().body()).isEqualTo("body");
        assertThat(sent.delay()).isEqualTo(Duration.ofSeconds(21)); // with half of the jitter
        assertThat(sent.waiting()).isEqualTo(new Waiting(NOW, "AROA:door", NOW, 3, null, NOW, NOW.plusSeconds(21)));
        assertThat(Waiting.parse(sent.waiting().toJson())).isEqualTo(sent.waiting());
        assertThat(log.toString(java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"Outcome\":\"Retry\"", "\"Retries\":1", "\"nextInSeconds\":21");
    }

    @Test
    void notProvenYet_waitsInALaneOfItsOwn() {
        process(false, retry(Duration.ofSeconds(20)), one());
        assertThat(provenLane.sent()).isEmpty();
        assertThat(unprovenLane.sent()).hasSize(1);
    }

    @Test
    void inALane_isHiddenThereForAThirdOfItsAgeAndLooksAsItCame() {
        assertThat(fail(failure(), waiting(Duration.ofHours(3)))).containsExactly("a");
        assertThat(delay()).isEqualTo(Duration.ofHours(1));
        assertThat(provenLane.sent()).isEmpty();
        assertThat(handled.getFirst().attributes()).isEqualTo(Map.of("source", "s"));
        assertThat(handled.getFirst().senderId()).isEqualTo("AROA:door");
        assertThat(handled.getFirst().acceptedAt())
                .isEqualTo(NOW.minus(Duration.ofHours(3)).minusSeconds(2));
    }

    @Test
    void nearItsEnd_isTriedOnceMoreRightBeforeIt() {
        fail(failure(), waiting(Duration.ofHours(24).minusSeconds(100)));
        assertThat(delay()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void atItsEnd_isADeadLetterWithReasonAttemptsFirstAndLast() {
        assertThat(fail(failure(), received(waiting(Duration.ofHours(24)), 28))).isEmpty();
        Failure failure = dead.values().iterator().next();
        assertThat(failure.toJson())
                .contains("\"reason\":\"action-x\"", "\"attempts\":34", "\"firstSeen\":\"2026-03-03T12:00:00Z\"");
        assertThat(dead.keySet().iterator().next().attributes()).doesNotContainKey("retry");
    }

    @Test
    void notProvenAtItsEnd_goesToTheUnprovenQueue() {
        process(false, failure(), waiting("weir-retry-unproven", Duration.ofHours(24), null));
        assertThat(dead).isEmpty();
        assertThat(unproven).hasSize(1);
    }

    @Test
    void provenBeforeButNotThisTime_isADeadLetterAtItsEnd() {
        process(false, new Outcome.Retry("secret", "down"), waiting(Duration.ofHours(24)));
        assertThat(dead).hasSize(1);
        assertThat(unproven).isEmpty();
    }

    @Test
    void provenInTheLaneOfTheUnproven_movesToTheOther() {
        assertThat(fail(failure(), waiting("weir-retry-unproven", Duration.ofHours(1), null)))
                .isEmpty();
        assertThat(provenLane.sent().getFirst().waiting().triedAt()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(provenLane.sent().getFirst().waiting().attempts()).isEqualTo(7);
        assertThat(provenLane.sent().getFirst().delay()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void layInTheQueueWhileNobodyTriedIt_isNotGivenUp() {
        assertThat(fail(failure(), received(sentAt(NOW.minus(Duration.ofDays(3)), one()), 40)))
                .isEmpty();
        assertThat(dead).isEmpty();
        assertThat(provenLane.sent().getFirst().waiting().triedAt()).isEqualTo(NOW.minus(Duration.ofMinutes(2)));
    }

    @Test
    void fifo_waitsInItsQueueForAQuarterOfAnHour() {
        assertThat(fail(failure(), sentAt(NOW.minus(Duration.ofMinutes(9)), fifo("a", "g"))))
                .containsExactly("a");
        assertThat(delay()).isEqualTo(Duration.ofMinutes(3));
        assertThat(fail(failure(), sentAt(NOW.minus(Duration.ofMinutes(15)), fifo("b", "g"))))
                .isEmpty();
        assertThat(provenLane.sent()).isEmpty();
        assertThat(dead).hasSize(1);
    }

    @Test
    void laneThatDoesNotTakeIt_leavesItWhereItIs() {
        provenLane.setDown(true);
        assertThat(fail(retry(Duration.ofMinutes(1)), one())).containsExactly("a");
        assertThat(delay()).isEqualTo(Duration.ofSeconds(63));
    }

    @Test
    void messageWithoutRoom_waitsInItsQueueAndIsGivenUpByItsWholeAge() {
        provenLane.setTooSmall(true);
        assertThat(fail(failure(), sentAt(NOW.minus(Duration.ofHours(3)), one())))
                .containsExactly("a");
        assertThat(delay()).isEqualTo(Duration.ofHours(1));
        assertThat(fail(failure(), sentAt(NOW.minus(Duration.ofHours(24)), one())))
                .isEmpty();
        assertThat(dead).hasSize(1);
    }

    @Test
    void noLanes_waitsInItsQueueAndIsBuriedBeforeSqsMovesIt() {
        lane = null;
        assertThat(fail(failure(), sentAt(NOW.minus(Duration.ofHours(3)), received(one(), 99))))
                .containsExactly("a");
        assertThat(fail(failure(), received(one(), 100))).isEmpty();
        assertThat(dead).hasSize(1);
    }

    @Test
    void manyReceives_areForgottenByANewMessage() {
        assertThat(fail(failure(), received(waiting(Duration.ofHours(3)), 50))).isEmpty();
        assertThat(provenLane.sent().getFirst().waiting().attempts()).isEqualTo(56);
    }

    @Test
    void redrivenFromTheDeadLetters_beginsAnew() {
        SQSMessage redriven = sentAt(NOW, waiting(Duration.ofHours(30)));
        assertThat(fail(failure(), redriven)).containsExactly("a");
        assertThat(dead).isEmpty();
        assertThat(handled.getFirst().senderId()).isEqualTo("AROA:door");
    }

    @Test
    void strangersWordAboutItsPast_isNotBelieved() {
        process(false, failure(), sentBy(SNS, waiting(Duration.ofHours(30))));
        assertThat(handled.getFirst().waiting()).isNull();
        assertThat(handled.getFirst().senderId()).isEqualTo(SNS);
        assertThat(handled.getFirst().attributes()).containsKey("retry");
        assertThat(unproven).isEmpty();
    }

    @Test
    void brokenWordAboutItsPast_isNone() {
        fail(failure(), onQueue("weir-retry", record("a", "body", Map.of("source", "s", "retry", "{}"))));
        assertThat(handled.getFirst().waiting()).isNull();
    }
}
