package io.weir.action.test;

import io.weir.action.Event;
import io.weir.action.SnsMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Genuine events for tests of what happens to them. */
public final class Events {
    public static final Instant RECEIVED_AT = Instant.parse("2026-03-04T23:59:59.999Z");

    private Events() {}

    public static Event webhook(String id, byte[] body, Map<String, String> headers) {
        return new Event("shop", id, "orders/create", RECEIVED_AT, "application/json", headers, body, null);
    }

    public static Event webhook(String id, String body) {
        return webhook(id, body.getBytes(StandardCharsets.UTF_8), Map.of("x-shopify-topic", "orders/create"));
    }

    /** A notification of SNS with this subject, which may be null. */
    public static Event notification(String subject, String message) {
        SnsMessage sns = new SnsMessage(
                SnsMessage.Type.NOTIFICATION,
                "m-1",
                "arn:aws:sns:us-east-1:123456789012:budgets",
                subject,
                message,
                RECEIVED_AT,
                Map.of());
        return new Event(
                "budgets",
                "m-1",
                "Notification",
                RECEIVED_AT,
                "text/plain; charset=utf-8",
                Map.of(),
                message.getBytes(StandardCharsets.UTF_8),
                sns);
    }
}
