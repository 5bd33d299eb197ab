package io.weir.worker.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.api.InstanceOfAssertFactories;

/** How long a failed record waits. Times are drawn in milliseconds. */
class ScheduleTest {
    private static final long FORTNIGHT = 14 * 86_400_000L;
    private static final Duration PLENTY = Duration.ofDays(365);

    /** A schedule whose jitter is this share of the whole. */
    private static Schedule drawing(double share) {
        return new Schedule(new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("not asked");
            }

            @Override
            public double nextDouble() {
                return share;
            }
        });
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Property
    void wait_noOneAsksForMore_isAThirdOfTheAgeWithAFifthOfJitter(
            @ForAll @LongRange(max = FORTNIGHT) long age,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double share) {
        Duration wait = drawing(share).wait(millis(age), Duration.ZERO, PLENTY);
        Duration third = millis(Math.max(5_000, age / 3));
        assertThat(wait).isGreaterThanOrEqualTo(Duration.ofSeconds(5)).isLessThanOrEqualTo(Schedule.MOST);
        assertThat(wait).isGreaterThanOrEqualTo(least(third.multipliedBy(9).dividedBy(10), Schedule.MOST));
        assertThat(wait)
                .isLessThanOrEqualTo(third.multipliedBy(11).dividedBy(10).plusSeconds(1));
        assertThat(wait.toNanosPart()).isZero();
    }

    private static Duration least(Duration first, Duration second) {
        return first.compareTo(second) < 0 ? first : second;
    }

    @Property
    void wait_olderRecord_neverWaitsForLess(
            @ForAll @LongRange(max = FORTNIGHT) long age,
            @ForAll @LongRange(max = FORTNIGHT) long older,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double share) {
        Schedule schedule = drawing(share);
        assertThat(schedule.wait(millis(Math.max(age, older)), Duration.ZERO, PLENTY))
                .isGreaterThanOrEqualTo(schedule.wait(millis(Math.min(age, older)), Duration.ZERO, PLENTY));
    }

    @Property
    void wait_peerThatAsksForMore_getsIt(
            @ForAll @LongRange(max = FORTNIGHT) long age,
            @ForAll @LongRange(max = 2 * 86_400_000L) long asked,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double share) {
        Duration wait = drawing(share).wait(millis(age), millis(asked), PLENTY);
        assertThat(wait).isGreaterThanOrEqualTo(least(millis(asked), Schedule.MOST));
        assertThat(wait)
                .isLessThanOrEqualTo(millis(Math.max(Math.max(5_500, age * 11 / 30), asked * 11 / 10))
                        .plusSeconds(1));
    }

    @Property
    void wait_whateverTheAgeAndThePeer_endsWithinWhatIsLeft(
            @ForAll @LongRange(max = FORTNIGHT) long age,
            @ForAll @LongRange(max = FORTNIGHT) long asked,
            @ForAll @LongRange(min = 1_001, max = FORTNIGHT) long left) {
        assertThat(drawing(0.5).wait(millis(age), millis(asked), millis(left))).isLessThanOrEqualTo(millis(left));
    }

    /** Attempts that take no time, until the last. Returns when each was made. */
    private static List<Duration> attempts(Duration total, RandomGenerator random) {
        Schedule schedule = new Schedule(random);
        List<Duration> ages = new ArrayList<>(List.of(Duration.ZERO));
        while (!Schedule.isOver(total.minus(ages.getLast()))) {
            Duration age = ages.getLast();
            ages.add(age.plus(schedule.wait(age, Duration.ZERO, total.minus(age))));
        }
        return ages;
    }

    @Property(tries = 200)
    void attempts_ofAnyTime_endRightBeforeItAndAreNoMoreThanForetold(
            @ForAll @LongRange(max = FORTNIGHT) long total, @ForAll long seed) {
        List<Duration> ages = attempts(millis(total), new Random(seed));
        assertThat(ages.getLast()).isBetween(millis(total - 1_000), millis(Math.max(total, 0)));
        assertThat(ages).hasSizeLessThanOrEqualTo(Schedule.attempts(millis(total)));
    }

    @Example
    void attempts_ofADay_areAboutThirtyFourAndOfAFortnightLessThanEighty() {
        assertThat(attempts(Duration.ofHours(24), drawingMiddle())).hasSize(34);
        assertThat(Schedule.attempts(Duration.ofHours(24))).isEqualTo(37);
        assertThat(Schedule.attempts(Duration.ofDays(14))).isLessThan(80);
        assertThat(Schedule.attempts(Duration.ZERO)).isOne();
    }

    private static RandomGenerator drawingMiddle() {
        return () -> 1L << 63;
    }

    @Example
    void wait_afterAnOutageOfAnHour_isNoticedAfterAThirdOfIt() {
        assertThat(drawing(0.999).wait(Duration.ofHours(1), Duration.ZERO, PLENTY))
                .asInstanceOf(InstanceOfAssertFactories.DURATION)
                .isBetween(Duration.ofMinutes(20), Duration.ofMinutes(22));
    }
}
