package io.weir.local.topic;

import io.weir.worker.sns.Subscriptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Confirms subscriptions to topics of this machine; all others are SNS's own. */
public final class LocalSubscriptions implements Subscriptions {
    private final LocalTopic topic;
    private final Subscriptions others;

    public LocalSubscriptions(LocalTopic topic, Subscriptions others) {
        this.topic = topic;
        this.others = others;
    }

    @Override
    public Result confirm(String topicArn, String token) throws IOException {
        if (!LocalTopic.isLocal(topicArn)) {
            return others.confirm(topicArn, token);
        }
        boolean issued = MessageDigest.isEqual(
                topic.token(topicArn).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        return issued ? Result.CONFIRMED : Result.TOKEN_SPENT;
    }
}
