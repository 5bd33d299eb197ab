package io.weir.worker.confirm;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.weir.worker.batch.Outcome;
import io.weir.worker.batch.TimeBudget;
import io.weir.worker.verify.SnsMessage;
import io.weir.worker.verify.Verification;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/**
 * Confirms subscriptions that a verified message of a listed topic asks for, through the API and never by the URL in the
 * message. Idempotent: SNS answers the same for one that is confirmed already. Thread-safe.
 */
public final class SubscriptionConfirmer {
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    /** With less than this left another attempt would be broken off; the queue brings the record back. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(2);

    private final Subscriptions subscriptions;
    private final IntervalFunction waits;

    public SubscriptionConfirmer(Subscriptions subscriptions) {
        this(subscriptions, IntervalFunction.ofExponentialRandomBackoff(FIRST_WAIT, 2));
    }

    SubscriptionConfirmer(Subscriptions subscriptions, IntervalFunction waits) {
        this.subscriptions = subscriptions;
        this.waits = waits;
    }

    /** Confirms, and says what became of it. */
    public Outcome confirm(Verification.SubscriptionPending pending, TimeBudget budget) {
        SnsMessage message = Objects.requireNonNull(pending.event().sns());
        try {
            return switch (attempt(message.topicArn(), pending.token(), budget)) {
                case CONFIRMED -> new Outcome.Done("subscription to " + message.topicArn() + " confirmed");
                case TOKEN_SPENT ->
                    new Outcome.Done("subscription to " + message.topicArn()
                            + " not confirmed: its token was used up or has expired; subscribe again");
            };
        } catch (IOException e) {
            return new Outcome.Retry("confirm", String.valueOf(e.getMessage()));
        }
    }

    private Subscriptions.Result attempt(String topicArn, String token, TimeBudget budget) throws IOException {
        Retry retry = Retry.of(
                "confirm",
                RetryConfig.custom()
                        .maxAttempts(ATTEMPTS)
                        .intervalFunction(waits)
                        .retryOnException(fault -> fault instanceof IOException
                                && budget.remaining().compareTo(LEAST_TIME) > 0)
                        .build());
        try {
            return retry.executeCheckedSupplier(() -> subscriptions.confirm(topicArn, token));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the supplier throws nothing else
        }
    }
}
