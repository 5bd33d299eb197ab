package io.weir.worker.retry;

import io.weir.envelope.SqsLimits;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a failed record waits for its next attempt: a third of the time for which it has been tried, so that the end of
 * an outage is noticed after a third of its length, and a day costs about 34 attempts. A jitter of a fifth, half of it
 * either way, keeps records that failed together from coming back together. Thread-safe if the generator is.
 */
public final class Schedule {
    /** The least wait. */
    public static final Duration LEAST = Duration.ofSeconds(5);

    /** The longest wait. It is counted from the end of the batch, while SQS counts from the receive. */
    static final Duration MOST = SqsLimits.VISIBILITY.minusMinutes(30);

    /** With less time than this left, no further attempt is made. */
    private static final Duration NOTHING = Duration.ofSeconds(1);

    private static final int PART = 3;
    /** Either way. */
    private static final double JITTER = 0.1;

    private final RandomGenerator random;

    public Schedule(RandomGenerator random) {
        this.random = random;
    }

    /** Whether the time for attempts is over. */
    public static boolean isOver(Duration left) {
        return left.compareTo(NOTHING) <= 0;
    }

    /**
     * The wait for the next attempt, in whole seconds. The last attempt comes right before the end.
     *
     * @param age since when it has been tried
     * @param notBefore the least wait that the failed peer asked for
     * @param left for which it will still be tried
     */
    public Duration wait(Duration age, Duration notBefore, Duration left) {
        double share = random.nextDouble();
        Duration jittered = max(LEAST, scaled(third(age), 1 - JITTER + 2 * JITTER * share));
        Duration asked = scaled(notBefore, 1 + JITTER * share);
        Duration wait = min(MOST, upToSeconds(max(jittered, asked)));
        return wait.compareTo(left.minus(LEAST)) <= 0
                ? wait
                : min(MOST, max(NOTHING, Duration.ofSeconds(left.toSeconds())));
    }

    /**
     * How often a record is tried at most within this time, if no peer asks for more time and every wait is as short as
     * jitter makes it.
     */
    public static int attempts(Duration total) {
        int attempts = 1;
        Duration age = Duration.ZERO;
        while (!isOver(total.minus(age))) {
            Duration wait = min(MOST, max(LEAST, scaled(third(age), 1 - JITTER)));
            age = age.plus(min(wait, total.minus(age)));
            attempts++;
        }
        return attempts;
    }

    private static Duration third(Duration age) {
        return max(LEAST, age.dividedBy(PART));
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }

    private static Duration upToSeconds(Duration duration) {
        return Duration.ofSeconds(duration.plusNanos(999_999_999).toSeconds());
    }

    private static Duration min(Duration first, Duration second) {
        return first.compareTo(second) <= 0 ? first : second;
    }

    private static Duration max(Duration first, Duration second) {
        return first.compareTo(second) >= 0 ? first : second;
    }
}
