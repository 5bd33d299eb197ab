package io.weir.cli.conformance.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** No more than so many requests a second. */
class PaceTest {
    @Test
    void requests_areApart_andALateOneIsNotMadeUpFor() throws Exception {
        AtomicLong now = new AtomicLong();
        Pace pace = new Pace(20, now::get, time -> now.addAndGet(time.toNanos()));
        for (int i = 0; i < 21; i++) {
            pace.await();
        }
        assertThat(now.get()).isEqualTo(Duration.ofSeconds(1).toNanos());
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        pace.await();
        pace.await();
        assertThat(now.get()).isEqualTo(Duration.ofMillis(6050).toNanos());
        assertThat(pace.sent()).isEqualTo(23);
    }
}
