package io.weir.worker.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.weir.action.RetryLaterException;
import io.weir.verify.RefusedException;
import io.weir.worker.record.NotAskedException;
import io.weir.worker.record.TimeBudget;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes the guard of each downstream: the one place where they are configured. Thread-safe.
 *
 * <p>Only an {@link IOException} or an unchecked exception is a fault of the downstream; any other exception, and a
 * {@link RefusedException}, is its answer. A retry must end within the time that the record has left. While the breaker is open, a call fails at once with
 * a {@link NotAskedException} that carries what is left of the breaker's wait; then a few calls are let through to try.
 */
public final class Downstreams {
    /** How long an open breaker waits before it lets a few calls through. */
    public static final Duration OPEN = Duration.ofSeconds(10);

    /** Between two times that an open breaker is told of. */
    static final Duration TOLD = Duration.ofMinutes(1);

    /** For so long an open breaker is told of though nobody wants to call any more. */
    static final Duration ASKED = Duration.ofMinutes(10);

    private static final int WINDOW = 20;
    private static final int LEAST_CALLS = 10;
    private static final int TRIAL_CALLS = 3;
    private static final float FAILURE_PERCENT = 50;
    /** Before a call is repeated for the first time; before a second time it is twice as much. */
    public static final Duration FIRST_WAIT = Duration.ofMillis(200);

    /** With less than this left a further attempt would be broken off; the queue brings the record back. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(2);

    /** A kind of downstream, and how often a call to it is made at most. */
    public enum Kind {
        BUCKET(3),
        SNS(3),
        /** A repeated mail may arrive twice: only the queue repeats it. */
        MAIL(1),
        BUS(2),
        /** The queue repeats it, as late as the receiver asks. */
        HTTP(1),
        SECRETS(3),
        TABLE(3);

        private final int attempts;

        Kind(int attempts) {
            this.attempts = attempts;
        }
    }

    /** Takes the metrics {@code BreakerOpen} (1, or 0 when it closes), {@code Retries} and {@code Faults}. */
    @FunctionalInterface
    public interface Metrics {
        void count(String downstream, String metric, int value);
    }

    private final Metrics metrics;
    private final IntervalFunction waits;
    private final Duration open;
    private final Clock clock;
    private final List<Guard> guards = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> toldAt = new AtomicReference<>(Instant.MIN);

    /**
     * As they are configured.
     *
     * @param firstWait {@link #FIRST_WAIT}, which passes in real time; shorter where time is simulated
     * @param clock tells how long a breaker has been open
     */
    public Downstreams(Metrics metrics, Duration firstWait, Clock clock) {
        this(metrics, IntervalFunction.ofExponentialRandomBackoff(firstWait, 2), OPEN, clock);
    }

    Downstreams(Metrics metrics, IntervalFunction waits, Duration open, Clock clock) {
        this.clock = clock;
        this.metrics = metrics;
        this.waits = waits;
        this.open = open;
    }

    /**
     * A guard for one downstream.
     *
     * @param name for metrics: of the configuration, never of a stranger
     */
    public Guard guard(Kind kind, String name) {
        Guard guard = new Guard(breaker(name), retry(kind, name), open, clock);
        guards.add(guard);
        return guard;
    }

    /**
     * The downstreams whose breaker is open now, of those that were wanted lately; empty if it was asked less than a minute ago.
     * What a breaker counts when it opens is over at once: by this it can be told for as long as it lasts.
     */
    public List<String> openNow() {
        Instant now = clock.instant();
        Instant last = toldAt.get();
        if (now.minus(TOLD).isBefore(last) || !toldAt.compareAndSet(last, now)) {
            return List.of();
        }
        return guards.stream()
                .filter(guard -> guard.isOpen(now.minus(ASKED)))
                .map(Guard::name)
                .distinct()
                .toList();
    }

    private CircuitBreaker breaker(String name) {
        CircuitBreaker breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(WINDOW)
                        .minimumNumberOfCalls(LEAST_CALLS)
                        .failureRateThreshold(FAILURE_PERCENT)
                        .waitDurationInOpenState(open)
                        .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
                        .clock(clock)
                        .recordException(Downstreams::isFault)
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event -> {
                    switch (event.getStateTransition().getToState()) {
                        case OPEN -> metrics.count(name, "BreakerOpen", 1);
                        case CLOSED -> metrics.count(name, "BreakerOpen", 0);
                        default -> {}
                    }
                })
                .onError(event -> metrics.count(name, "Faults", 1));
        return breaker;
    }

    private Retry retry(Kind kind, String name) {
        Retry retry = Retry.of(
                name,
                RetryConfig.custom()
                        .maxAttempts(kind.attempts)
                        .intervalFunction(waits)
                        .retryOnException(Downstreams::mayBeRepeated)
                        .build());
        retry.getEventPublisher().onRetry(event -> metrics.count(name, "Retries", 1));
        return retry;
    }

    private static boolean isFault(Throwable fault) {
        return (fault instanceof IOException && !(fault instanceof RefusedException))
                || fault instanceof RuntimeException
                || fault instanceof Error;
    }

    /** Not what asks for a longer wait than a retry makes, and nothing for which there is no time left. */
    private static boolean mayBeRepeated(Throwable fault) {
        return fault instanceof IOException
                && !(fault instanceof RetryLaterException)
                && !(fault instanceof NotAskedException)
                && !(fault instanceof RefusedException)
                && TimeBudget.current().remaining().compareTo(LEAST_TIME) > 0;
    }
}
