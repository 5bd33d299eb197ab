package io.weir.worker.guard;

import io.weir.worker.sns.Subscriptions;
import java.io.IOException;

/** SNS behind a guard. */
public final class GuardedSubscriptions implements Subscriptions {
    private final Subscriptions subscriptions;
    private final Guard guard;

    public GuardedSubscriptions(Subscriptions subscriptions, Guard guard) {
        this.subscriptions = subscriptions;
        this.guard = guard;
    }

    @Override
    public Result confirm(String topicArn, String token) throws IOException {
        return guard.call(() -> subscriptions.confirm(topicArn, token));
    }
}
