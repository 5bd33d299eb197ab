package io.weir.worker.aws;

import io.weir.worker.sns.Subscriptions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/**
 * Confirms through SNS, in the topic's region.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html">ConfirmSubscription</a>
 */
public final class SnsSubscriptions implements Subscriptions {
    private final Function<Region, SnsClient> clients;
    private final Map<Region, SnsClient> byRegion = new ConcurrentHashMap<>();

    /** @param clients makes a client of a region; called once a region */
    public SnsSubscriptions(Function<Region, SnsClient> clients) {
        this.clients = clients;
    }

    @Override
    public Result confirm(String topicArn, String token) throws IOException {
        Region region = region(topicArn);
        try {
            byRegion.computeIfAbsent(region, clients)
                    .confirmSubscription(
                            request -> request.topicArn(topicArn).token(token).authenticateOnUnsubscribe("true"));
            return Result.CONFIRMED;
        } catch (InvalidParameterException | NotFoundException e) {
            return Result.TOKEN_SPENT; // SNS answers "Invalid token", or that there is no such subscription any more
        } catch (SdkException e) {
            throw new IOException("SNS did not confirm the subscription: " + safe(e, token), e);
        }
    }

    static Region region(String topicArn) {
        return Region.of(topicArn.split(":", -1)[3]);
    }

    /** SNS may repeat the token in its message. */
    private static String safe(SdkException e, String token) {
        return String.valueOf(e.getMessage()).replace(token, "(token)");
    }
}
