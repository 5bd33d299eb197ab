package io.weir.cli.conformance.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.SnsMessage;
import io.weir.cli.conformance.plan.Body;
import io.weir.cli.conformance.plan.SnsStep;
import io.weir.cli.conformance.plan.Texts;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.worker.sns.StringToSign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the message of a step: the fields as SNS has them, what the case changes, the signature, what it changes then. */
final class SnsWriter {
    private static final String CONFIRM = "?Action=ConfirmSubscription&TopicArn=${topic}&Token=${token}";

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final SnsStep step;
    private final Texts texts;

    /**
     * Begins with what SNS would send.
     *
     * @param certificateUrl the SigningCertURL
     */
    SnsWriter(SnsStep step, Texts texts, String certificateUrl) {
        this.step = step;
        this.texts = texts;
        boolean isNotification = step.type().equals("Notification");
        put("Type", step.type());
        put("MessageId", "${message-id}");
        if (!isNotification) {
            put("Token", "${token}");
        }
        put("TopicArn", "${topic}");
        if (isNotification) {
            put("Subject", "conformance");
        }
        put("Message", isNotification ? "Hello ${case}\nworld" : "You have chosen to subscribe to ${topic} (${case}).");
        if (!isNotification) {
            put("SubscribeURL", "https://${sns-host}/" + CONFIRM);
        }
        put("Timestamp", "${timestamp}");
        put("SignatureVersion", step.version());
        fields.put("Signature", "");
        fields.put("SigningCertURL", certificateUrl);
        if (isNotification) {
            put("UnsubscribeURL", "https://${sns-host}/?Action=Unsubscribe&SubscriptionArn=${topic}:${token}");
        }
    }

    private void put(String name, String text) {
        fields.put(name, texts.fill(text));
    }

    /** The body, signed by whoever signs. */
    byte[] body(SnsSigner signer) {
        set(step.fields());
        if ("".equals(fields.get("Signature"))) {
            fields.put("Signature", signer.sign(algorithm(), stringToSign()));
        }
        set(step.after());
        return laid(step.layout());
    }

    /** A field as the body has it in the end, or this where it is no string. */
    String fieldOr(String name, String fallback) {
        return fields.get(name) instanceof String text ? text : fallback;
    }

    private void set(Map<String, @Nullable Body> values) {
        values.forEach((name, value) -> {
            if (value == null) {
                fields.remove(name);
            } else {
                fields.put(name, tree(value));
            }
        });
    }

    private @Nullable Object tree(Body value) {
        byte[] bytes = value.bytes(texts);
        if (!(value instanceof Body.JsonValue)) {
            return new String(bytes, UTF_8);
        }
        try {
            return Json.read(bytes);
        } catch (JsonException e) {
            throw new IllegalStateException("what was written as JSON can be read", e);
        }
    }

    private String algorithm() {
        if (step.algorithm() != null) {
            return step.algorithm();
        }
        return "1".equals(fields.get("SignatureVersion")) ? "SHA1withRSA" : "SHA256withRSA";
    }

    private byte[] stringToSign() {
        StringToSign text = step.type().equals("Notification")
                ? StringToSign.notification().subject(fields.get("Subject") == null ? null : signed("Subject"))
                : StringToSign.confirmation(
                                step.type().equals("SubscriptionConfirmation")
                                        ? SnsMessage.Type.SUBSCRIPTION_CONFIRMATION
                                        : SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION)
                        .token(signed("Token"))
                        .subscribeUrl(
                                fields.containsKey("SubscribeUrl") ? signed("SubscribeUrl") : signed("SubscribeURL"));
        return text.message(signed("Message"))
                .messageId(signed("MessageId"))
                .timestamp(signed("Timestamp"))
                .topicArn(signed("TopicArn"))
                .bytes();
    }

    /** A field as it is signed. What is no string is signed as who reads it carelessly would write it. */
    private String signed(String name) {
        return switch (fields.get(name)) {
            case null -> "";
            case String text -> text;
            case Object other -> Json.write(other);
        };
    }

    private byte[] laid(SnsStep.Layout layout) {
        String json = Json.write(layout.isReversed() ? reversed() : fields);
        for (SnsStep.Replacement replacement : layout.text()) {
            String old = texts.fill(replacement.old());
            if (!json.contains(old)) {
                throw new IllegalArgumentException("the message has no " + old + " that could be replaced");
            }
            json = json.replace(old, texts.fill(replacement.with()));
        }
        return (texts.fill(layout.prefix()) + json + texts.fill(layout.suffix())).getBytes(layout.charset());
    }

    private Map<String, @Nullable Object> reversed() {
        List<String> names = new ArrayList<>(fields.keySet());
        Map<String, @Nullable Object> reversed = new LinkedHashMap<>();
        names.reversed().forEach(name -> reversed.put(name, fields.get(name)));
        return reversed;
    }
}
