package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.time.Duration;
import java.util.List;

/**
 * Amazon SNS, signature versions 1 and 2.
 *
 * @param maxAge how old a message may be when the door receives it; also how far its time may lie in the future
 */
public record SnsScheme(Duration maxAge) implements Scheme {
    static final String NAME = "sns";

    /** SNS itself retries for at most an hour; a day leaves room for a redelivery by hand. */
    public static final SnsScheme DEFAULT = new SnsScheme(Duration.ofHours(24));

    private static final List<String> HEADERS =
            List.of("x-amz-sns-message-type", "x-amz-sns-message-id", "x-amz-sns-topic-arn");

    static SnsScheme parse(ConfigValue config) {
        if (config.isString()) {
            return DEFAULT;
        }
        config.onlyMembers("preset", "maxAge");
        return config.at("maxAge").isPresent()
                ? new SnsScheme(config.at("maxAge").duration())
                : DEFAULT;
    }

    @Override
    public List<String> requiredHeaders() {
        return List.of("x-amz-sns-message-type");
    }

    @Override
    public List<String> declaredHeaders() {
        return HEADERS;
    }
}
