package io.weir.action.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.RetryLaterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryLaterExceptionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void busy_waitsAndIsRepeatedAsLongAsAnyFault() {
        RetryLaterException busy = new RetryLaterException("busy", MINUTE);
        assertThat(busy.notBefore()).isEqualTo(MINUTE);
        assertThat(busy.atMost()).isNull();
    }

    @Test
    void refused_saysForHowLongAndWaitsForNothing() {
        RetryLaterException refused = RetryLaterException.refused("404", HOUR);
        assertThat(refused).hasMessage("404");
        assertThat(refused.atMost()).isEqualTo(HOUR);
        assertThat(refused.notBefore()).isZero();
    }

    @Test
    void refused_toldWhenToAskAgain_saysBoth() {
        RetryLaterException refused = RetryLaterException.refused("404", HOUR, MINUTE);
        assertThat(refused.atMost()).isEqualTo(HOUR);
        assertThat(refused.notBefore()).isEqualTo(MINUTE);
    }

    @Test
    void wrapped_isFoundAmongTheCauses() {
        Exception fault = new UncheckedIOException(new IOException(RetryLaterException.refused("404", HOUR, MINUTE)));
        assertThat(RetryLaterException.atMost(fault)).isEqualTo(HOUR);
        assertThat(RetryLaterException.notBefore(fault)).isEqualTo(MINUTE);
    }

    @Test
    void otherFault_asksForNothing() {
        Exception fault = new IOException("down", new IllegalStateException());
        assertThat(RetryLaterException.atMost(fault)).isNull();
        assertThat(RetryLaterException.notBefore(fault)).isZero();
    }
}
