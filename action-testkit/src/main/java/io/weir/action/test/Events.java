package io.weir.action.test;

import io.weir.action.Event;
import io.weir.action.SnsMessage;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Genuine events to try an action with. Every part has a value that can be replaced by name:
 * {@code Events.webhook().id("42").body("{}").build()}.
 */
public final class Events {
    /** When the events were received. */
    public static final Instant RECEIVED_AT = Instant.parse("2026-03-04T23:59:59.999Z");

    private Events() {}

    /** A webhook of the source {@code shop}: an order with an empty object as its body. */
    public static Event.Builder webhook() {
        return Event.builder()
                .source("shop")
                .id("id-1")
                .type("orders/create")
                .receivedAt(RECEIVED_AT)
                .contentType("application/json")
                .headers(Map.of("x-shopify-topic", "orders/create"))
                .body("{}");
    }

    public static Event webhook(String id, String body) {
        return webhook().id(id).body(body).build();
    }

    /** A notification of SNS to the source {@code budgets}. */
    public static Event notification(@Nullable String subject, String message) {
        return notification(sns().subject(subject).message(message).build());
    }

    /** The event that an SNS message becomes. */
    public static Event notification(SnsMessage sns) {
        return Event.builder()
                .source("budgets")
                .id(sns.messageId())
                .idSigned(true)
                .type(sns.type().text())
                .typeSigned(true)
                .receivedAt(RECEIVED_AT)
                .contentType("text/plain; charset=utf-8")
                .body(sns.message())
                .sns(sns)
                .build();
    }

    /** An SNS notification with an empty text, for {@link #notification(SnsMessage)}. */
    public static SnsMessage.Builder sns() {
        return SnsMessage.builder()
                .messageId("m-1")
                .topicArn("arn:aws:sns:us-east-1:123456789012:budgets")
                .message("")
                .timestamp(RECEIVED_AT);
    }
}
