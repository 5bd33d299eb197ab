package io.weir.worker.guard;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.weir.action.RetryLaterException;
import io.weir.worker.record.TimeBudget;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;

/**
 * Puts a circuit breaker and a few retries around each downstream. Thread-safe.
 *
 * <p>Only an {@link IOException} or an unchecked exception is a fault of the downstream; any other exception is its
 * answer. A retry must end within the time that the record has left. While the breaker is open, a call fails at once with
 * a {@link RetryLaterException} that carries the breaker's wait; then a few calls are let through to try.
 */
public final class Downstreams {
    /** How long an open breaker waits before it lets a few calls through. */
    public static final Duration OPEN = Duration.ofSeconds(15);

    private static final int WINDOW = 20;
    private static final int LEAST_CALLS = 10;
    private static final int TRIAL_CALLS = 3;
    private static final float FAILURE_PERCENT = 50;
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

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

    public Downstreams(Metrics metrics) {
        this(metrics, IntervalFunction.ofExponentialRandomBackoff(FIRST_WAIT, 2), OPEN);
    }

    Downstreams(Metrics metrics, IntervalFunction waits, Duration open) {
        this.metrics = metrics;
        this.waits = waits;
        this.open = open;
    }

    /**
     * The same downstream, guarded. Methods that declare no {@link IOException} are passed through.
     *
     * @param name for metrics: of the configuration, never of a stranger
     * @param type the interface of the downstream
     */
    public <T> T guard(Kind kind, String name, Class<T> type, T downstream) {
        CircuitBreaker breaker = breaker(name);
        Retry retry = retry(kind, name);
        Object guarded = Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> isGuarded(method)
                        ? call(breaker, retry, downstream, method, arguments)
                        : invoke(downstream, method, arguments));
        return type.cast(guarded);
    }

    private static boolean isGuarded(Method method) {
        return Arrays.asList(method.getExceptionTypes()).contains(IOException.class);
    }

    private Object call(CircuitBreaker breaker, Retry retry, Object downstream, Method method, Object[] arguments)
            throws Throwable {
        try {
            return retry.executeCheckedSupplier(
                    () -> breaker.executeCheckedSupplier(() -> invoke(downstream, method, arguments)));
        } catch (CallNotPermittedException e) {
            throw new RetryLaterException("the circuit breaker of " + breaker.getName() + " is open", open);
        }
    }

    private static Object invoke(Object downstream, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(downstream, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
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
        return fault instanceof IOException || fault instanceof RuntimeException || fault instanceof Error;
    }

    /** Not what asks for a longer wait than a retry makes, and nothing for which there is no time left. */
    private static boolean mayBeRepeated(Throwable fault) {
        return fault instanceof IOException
                && !(fault instanceof RetryLaterException)
                && TimeBudget.current().remaining().compareTo(LEAST_TIME) > 0;
    }
}
