package io.weir.operations.aws;

import io.weir.envelope.Attributes;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.AttemptSummary;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** A message of a queue, as a scan has received it. */
final class Letter {
    private static final int MAX_TEXT = 200;

    private final Message message;
    private final State state;
    private final Map<String, String> attributes = new HashMap<>();
    private final Map<String, @Nullable Object> failure;
    private @Nullable Delivery delivery;

    /** @param state that of what lies on its queue */
    Letter(Message message, State state) {
        this.message = message;
        this.state = state;
        message.messageAttributes().forEach((name, value) -> {
            if (value.stringValue() != null && "String".equals(value.dataType())) {
                attributes.put(name, value.stringValue());
            }
        });
        this.failure = failure(attributes.get(Attributes.FAILURE));
        try {
            delivery = Delivery.open(message.body(), attributes);
        } catch (MalformedEnvelopeException e) {
            delivery = null; // shown by what its attributes tell
        }
    }

    private static Map<String, @Nullable Object> failure(@Nullable String text) {
        try {
            return text == null ? Map.of() : Json.readObject(text);
        } catch (JsonException e) {
            return Map.of();
        }
    }

    String messageId() {
        return message.messageId();
    }

    String receiptHandle() {
        return message.receiptHandle();
    }

    Message message() {
        return message;
    }

    /** The request's id, or that of the message if it has none. */
    String id() {
        String id = QueueMessage.idOf(attributes);
        if (id == null && delivery instanceof Delivery.InboxPointer pointer) {
            id = BucketKeys.idOf(pointer.key());
        }
        if (id == null && failure.get("id") instanceof String told) {
            id = told;
        }
        return id == null ? message.messageId() : id;
    }

    /** Where its body lies in the bucket, or null if it is in the message. */
    @Nullable
    String inboxKey() {
        return delivery instanceof Delivery.InboxPointer pointer ? pointer.key() : null;
    }

    /** The request in it, or null if it holds none. What SNS itself sent is shown as if it had been posted. */
    @Nullable
    ReceivedRequest request() {
        return switch (delivery) {
            case ReceivedRequest request -> request;
            case Delivery.SnsEnvelope sns ->
                new ReceivedRequest(
                        source(),
                        sentAt(),
                        "POST",
                        "sqs:" + sns.topicArn(),
                        Map.of("content-type", "application/json"),
                        sns.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case null, default -> null;
        };
    }

    private String source() {
        String source = attributes.get(Attributes.SOURCE);
        String key = inboxKey();
        if (source == null && key != null) {
            String[] parts = key.split("/", -1);
            source = parts.length > 2 ? parts[parts.length - 2] : null;
        }
        return source == null ? "(unknown)" : source;
    }

    private Instant sentAt() {
        String millis = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
        return millis == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    RequestSummary summary() {
        ReceivedRequest request = delivery instanceof ReceivedRequest open ? open : null;
        Instant moved = Objects.requireNonNullElse(time("lastSeen"), sentAt());
        Instant received =
                request != null ? request.receivedAt() : Objects.requireNonNullElse(time("firstSeen"), moved);
        return new RequestSummary(
                id(),
                source(),
                null,
                null,
                received,
                state,
                text("reason"),
                text("detail"),
                null,
                failure.get("attempts") instanceof BigDecimal count ? count.intValue() : 0,
                state == State.DEAD,
                request == null ? message.body().length() : request.body().length,
                null,
                moved);
    }

    /** What the worker wrote about its last attempt. */
    AttemptSummary lastAttempt() {
        return new AttemptSummary(
                Objects.requireNonNullElse(time("lastSeen"), sentAt()),
                state == State.DEAD ? "Dead" : "Unproven",
                null,
                text("reason"),
                text("detail"),
                text("exception"),
                Duration.ZERO,
                null,
                List.of());
    }

    private @Nullable String text(String name) {
        return failure.get(name) instanceof String text
                ? text.length() <= MAX_TEXT * 3 ? text : text.substring(0, MAX_TEXT * 3) + "…"
                : null;
    }

    private @Nullable Instant time(String name) {
        try {
            return failure.get(name) instanceof String text ? Instant.parse(text) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** All attributes with which it goes on: why it was given up is over. */
    Map<String, MessageAttributeValue> onward() {
        Map<String, MessageAttributeValue> onward = new LinkedHashMap<>(message.messageAttributes());
        onward.remove(Attributes.FAILURE);
        if (!isForeign() || onward.containsKey(Attributes.RETRY)) {
            return onward; // in a lane the worker noted who sent it first, and reads that again
        }
        Map<String, MessageAttributeValue> harmless = new LinkedHashMap<>();
        onward.forEach((name, value) -> harmless.put(Attributes.isOwn(name) ? "raw-" + name : name, value));
        return harmless;
    }

    /**
     * Whether neither door nor worker put it there: SQS itself moved it, and under the operator's role its attributes would pass
     * for the door's word.
     */
    private boolean isForeign() {
        String sender = message.attributes().get(MessageSystemAttributeName.SENDER_ID);
        return sender != null && !sender.startsWith("AROA") && !sender.matches("[0-9]{12}");
    }
}
