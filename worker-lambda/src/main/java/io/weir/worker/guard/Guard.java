package io.weir.worker.guard;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import io.weir.action.RetryLaterException;
import java.io.IOException;
import java.time.Duration;

/** A circuit breaker and a few retries around the calls to one downstream. Thread-safe. */
public final class Guard {
    private final CircuitBreaker breaker;
    private final Retry retry;
    private final Duration open;

    /** @param open how long the open breaker waits */
    Guard(CircuitBreaker breaker, Retry retry, Duration open) {
        this.breaker = breaker;
        this.retry = retry;
        this.open = open;
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
     * @throws RetryLaterException with the breaker's wait while it is open
     * @throws IOException if the downstream is at fault
     * @throws X as the call itself throws it
     */
    <T, X extends Exception> T call(Call<T, X> call) throws IOException, X {
        try {
            return retry.executeCheckedSupplier(() -> breaker.executeCheckedSupplier(call::make));
        } catch (CallNotPermittedException e) {
            throw new RetryLaterException("the circuit breaker of " + breaker.getName() + " is open", open);
        } catch (Throwable e) {
            throw Guard.<IOException>as(e);
        }
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
