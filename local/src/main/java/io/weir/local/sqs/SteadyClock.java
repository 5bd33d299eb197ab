package io.weir.local.sqs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Begins at the time of another clock and then goes on evenly, whatever that clock does later. A message that is hidden for
 * a minute is hidden for a minute, also when somebody sets the machine's clock.
 */
public final class SteadyClock extends Clock {
    private final Instant begin;
    private final long beginNanos = System.nanoTime();
    private final ZoneId zone;

    private SteadyClock(Instant begin, ZoneId zone) {
        this.begin = begin;
        this.zone = zone;
    }

    public static SteadyClock from(Clock clock) {
        return new SteadyClock(clock.instant(), clock.getZone());
    }

    @Override
    public Instant instant() {
        return begin.plus(Duration.ofNanos(System.nanoTime() - beginNanos));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(instant(), other);
    }
}
