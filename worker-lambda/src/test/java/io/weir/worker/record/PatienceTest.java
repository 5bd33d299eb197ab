package io.weir.worker.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.RetryLaterException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Times for which an action asks and with which nobody can reckon. */
class PatienceTest {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    @Test
    void after_waitForEver_isTheLongestThatAQueueHides() {
        assertThat(Outcome.Retry.after("x", new RetryLaterException("later", FOREVER))
                        .notBefore())
                .isEqualTo(Duration.ofHours(12));
        assertThat(Outcome.Retry.after("x", new RetryLaterException("later", FOREVER.negated()))
                        .notBefore())
                .isZero();
    }

    @Test
    void after_refusedForEver_isAsLongAsAQueueKeepsAMessage() {
        assertThat(Outcome.Retry.after("x", RetryLaterException.refused("no", FOREVER))
                        .patience()
                        .refused())
                .isEqualTo(Duration.ofDays(14));
    }
}
