package io.weir.worker.guard;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import io.weir.worker.record.NotAskedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A circuit breaker and a few retries around the calls to one downstream. Thread-safe. */
public final class Guard {
    private final CircuitBreaker breaker;
    private final Retry retry;
    private final Duration open;
    private final Clock clock;
    private volatile Instant changedAt = Instant.MIN;
    private volatile Instant askedAt = Instant.MIN;
    private volatile @Nullable Throwable lastFault;

    /**
     * @param open how long the open breaker waits
     * @param clock the breaker's
     */
    Guard(CircuitBreaker breaker, Retry retry, Duration open, Clock clock) {
        this.breaker = breaker;
        this.retry = retry;
        this.open = open;
        this.clock = clock;
        breaker.getEventPublisher()
                .onError(event -> lastFault = event.getThrowable())
                .onStateTransition(event -> changedAt = clock.instant());
    }

    /** A call to a downstream; what it throws beside an IOException is an answer, and no fault. */
    @FunctionalInterface
    public interface Call<T, X extends Exception> {
        T make() throws IOException, X;
    }

    /** The same for a call that returns nothing. */
    @FunctionalInterface
    public interface Command<X extends Exception> {
        void run() throws IOException, X;
    }

    /**
     * Makes the call, again if that may help.
     *
     * @throws NotAskedException while the breaker is open, with what is left of its wait
     * @throws IOException if the downstream is at fault
     * @throws X as the call itself throws it
     */
    <T, X extends Exception> T call(Call<T, X> call) throws IOException, X {
        askedAt = clock.instant();
        try {
            return retry.executeCheckedSupplier(() -> breaker.executeCheckedSupplier(call::make));
        } catch (CallNotPermittedException e) {
            throw new NotAskedException(
                    "the circuit breaker of " + breaker.getName() + " is open" + because(), untilItIsTried());
        } catch (Throwable e) {
            throw Guard.<IOException>as(e);
        }
    }

    /**
     * Whether the breaker is not closed, and somebody wanted to call since then: one that nobody asks any more stays open for
     * as long as the process lives, and says nothing of the downstream.
     */
    boolean isOpen(Instant since) {
        return breaker.getState() != CircuitBreaker.State.CLOSED && !askedAt.isBefore(since);
    }

    String name() {
        return breaker.getName();
    }

    /** What opened it: a record that is given up while it is open must tell why. */
    private String because() {
        Throwable fault = lastFault;
        return fault == null ? "" : ": " + fault.getClass().getSimpleName() + ": " + fault.getMessage();
    }

    /** What is left of the breaker's wait, and up to half of a wait more: not all must come back when it is tried. */
    private Duration untilItIsTried() {
        Duration left = breaker.getState() == CircuitBreaker.State.OPEN
                ? open.minus(Duration.between(changedAt, clock.instant()))
                : Duration.ZERO;
        Duration more = Duration.ofMillis(ThreadLocalRandom.current().nextLong(open.toMillis() / 2 + 1));
        return left.isNegative() ? more : left.plus(more);
    }

    <X extends Exception> void run(Command<X> command) throws IOException, X {
        call(() -> {
            command.run();
            return true;
        });
    }

    /** What was thrown, as it is: only what the call declares can come here, or what nobody has to declare. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E as(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
