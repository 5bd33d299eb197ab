package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.worker.record.QueueRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a failed record waits. */
class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 30, 1000, Integer.MAX_VALUE})
    void delay_growsUpToItsCapAndIsNeverBelowWhatThePeerAskedFor(int receives) {
        Backoff backoff = new Backoff(new Random(receives), Duration.ofDays(14));
        for (int i = 0; i < 200; i++) {
            QueueRecord record = waiting(receives);
            Duration delay = backoff.delay(record, Duration.ZERO, NOW);
            Duration ceiling = Duration.ofSeconds(receives >= 10 ? 900 : 2L << (receives - 1));
            assertThat(delay).isBetween(Duration.ofSeconds(1), ceiling);
            assertThat(backoff.delay(record, Duration.ofHours(1), NOW)).isEqualTo(Duration.ofHours(1));
            assertThat(backoff.delay(record, Duration.ofDays(3), NOW)).isEqualTo(Backoff.MAX);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "3, 8", "9, 512", "10, 900"})
    void delay_mayReachItsCeiling(int receives, int seconds) {
        RandomGenerator most = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
        assertThat(new Backoff(most, Duration.ofDays(14)).delay(waiting(receives), Duration.ZERO, NOW))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void delay_nearTheEndOfTheRetention_bringsTheRecordBackInTime() {
        Backoff backoff = new Backoff(new Random(1), Duration.ofHours(4));
        assertThat(backoff.delay(waiting(3), Duration.ofHours(3), NOW.plus(Duration.ofHours(2))))
                .isEqualTo(Duration.ofHours(1));
        assertThat(backoff.delay(waiting(3), Duration.ofHours(3), NOW.plus(Duration.ofHours(4))))
                .isEqualTo(Duration.ofSeconds(1));
    }

    private static QueueRecord waiting(int receives) {
        return QueueRecord.builder("m").receiveCount(receives).sentAt(NOW).build();
    }
}
