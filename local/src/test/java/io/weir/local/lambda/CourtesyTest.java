package io.weir.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CourtesyTest {
    private final CountDownLatch closing = new CountDownLatch(1);

    @Test
    void letThemFirst_nobody_goesOnAtOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        new Courtesy(() -> {
                    asked.incrementAndGet();
                    return 0;
                })
                .letThemFirst(closing);
        assertThat(asked).hasValue(1);
    }

    @Test
    void letThemFirst_theyAreThrough_goesOnBeforeTheirTimeIsOver() throws Exception {
        AtomicInteger left = new AtomicInteger(3);
        new Courtesy(left::getAndDecrement).letThemFirst(closing);
        assertThat(left).hasValue(-1);
    }

    @Test
    void letThemFirst_neverThrough_goesOnAllTheSame() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        long start = System.nanoTime();
        new Courtesy(() -> {
                    asked.incrementAndGet();
                    return 1;
                })
                .letThemFirst(closing);
        assertThat(asked.get()).isGreaterThan(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Courtesy.time(1));
    }

    @Test
    void letThemFirst_closing_endsAtOnce() throws Exception {
        closing.countDown();
        AtomicInteger asked = new AtomicInteger();
        new Courtesy(() -> asked.incrementAndGet() * 1_000).letThemFirst(closing);
        assertThat(asked).hasValue(1);
    }

    @Test
    void time_growsWithThoseWhoWait_upToALimit() {
        assertThat(Courtesy.time(1)).isEqualTo(Duration.ofMillis(50));
        assertThat(Courtesy.time(3)).isEqualTo(Duration.ofMillis(80));
        assertThat(Courtesy.time(64)).isEqualTo(Duration.ofMillis(300));
        assertThat(Courtesy.time(1_000_000)).isEqualTo(Duration.ofMillis(300));
    }
}
