package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.onQueue;
import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.worker.fakes.FakeLane;
import io.weir.worker.record.NotAskedException;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.Patience;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Failures that say themselves for how long they are tried again, or when. */
class RetryKindsTest extends RetryFixture {
    @Test
    void actionThatSaysForHowLong_isGivenUpThen() {
        fail(
                new Outcome.Retry("x", "", Duration.ZERO, null, new Patience(Duration.ofHours(1), null)),
                waiting(Duration.ofHours(1)));
        assertThat(dead).hasSize(1);
    }

    @Test
    void noRetries_isGivenUpAtOnce() {
        fail(new Outcome.Retry("x", "", Duration.ZERO, null, new Patience(Duration.ZERO, null)), one());
        assertThat(dead).hasSize(1);
    }

    @Test
    void heldByAnotherAttempt_waitsForThatAloneHoweverOldItIs() {
        fail(Outcome.Retry.held(Duration.ofSeconds(30)), waiting(Duration.ofHours(20)));
        assertThat(delay()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
    }

    @Test
    void heldByAnotherAttempt_staysWhereItsMarkKnowsIt() {
        assertThat(fail(Outcome.Retry.held(Duration.ofSeconds(60)), one())).containsExactly("a");
        assertThat(provenLane.sent()).isEmpty();
    }

    @Test
    void heldByAnotherAttempt_isNeverGivenUp() {
        assertThat(fail(Outcome.Retry.held(Duration.ofSeconds(30)), waiting(Duration.ofHours(30))))
                .containsExactly("a");
    }

    @Test
    void refusedAfterAnOutage_isTriedForAnHourFromThenOn() {
        assertThat(fail(refused(Duration.ofHours(1)), waiting(Duration.ofHours(5))))
                .isEmpty();
        assertThat(dead).isEmpty();
        FakeLane.Sent sent = provenLane.sent().getFirst();
        assertThat(sent.waiting().refusedAt()).isEqualTo(NOW);
        assertThat(sent.delay()).isEqualTo(Duration.ofSeconds(5));

        fail(refused(Duration.ofHours(1)), waiting("weir-retry", Duration.ofHours(6), NOW.minusSeconds(3599)));
        assertThat(dead).hasSize(1);
    }

    @Test
    void refusedAndThenDown_isTriedOnAndForgetsTheRefusal() {
        assertThat(fail(failure(), waiting("weir-retry", Duration.ofHours(3), NOW.minus(Duration.ofHours(2)))))
                .isEmpty();
        assertThat(provenLane.sent().getFirst().waiting().refusedAt()).isNull();
    }

    @Test
    void peerThatAskedForAnHour_isNotAskedBefore() {
        assertThat(fail(retry(Duration.ofHours(1)), one())).isEmpty();
        FakeLane.Sent sent = provenLane.sent().getFirst();
        assertThat(sent.delay()).isEqualTo(Duration.ofMinutes(15));

        clock.advance(sent.delay());
        handled.clear();
        Map<String, String> attributes =
                Map.of("source", "s", "retry", sent.waiting().toJson());
        assertThat(fail(failure(), onQueue("weir-retry", sentAt(NOW, record("a", "body", attributes)))))
                .containsExactly("a");
        assertThat(handled).isEmpty();
        assertThat(delay()).isEqualTo(Duration.ofMinutes(48)); // the rest of 63 minutes
    }

    @Test
    void keptFromAskingByABreaker_waitsForThatAloneWhileItIsYoung() {
        Outcome.Retry kept = Outcome.Retry.after(
                "action-x", new java.io.IOException(new NotAskedException("open", Duration.ofSeconds(7))));
        assertThat(fail(kept, one())).isEmpty(); // there may be very many of these
        assertThat(provenLane.sent()).hasSize(1);
        fail(kept, waiting(Duration.ofSeconds(60)));
        assertThat(delay()).isEqualTo(Duration.ofSeconds(8)); // with half of the jitter
        delays.clear();
        fail(kept, waiting(Duration.ofSeconds(90)));
        assertThat(delay()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void noRetriesAndABreakerThatKeptItFromAsking_waitsToBeAskedOnce() {
        Outcome.Retry kept =
                Outcome.Retry.after("action-x", new NotAskedException("open", Duration.ofSeconds(7)), Duration.ZERO);
        assertThat(fail(kept, one())).isEmpty();
        assertThat(provenLane.sent()).hasSize(1);
        fail(kept, waiting(Duration.ofSeconds(75)));
        assertThat(dead).hasSize(1);
    }
}
