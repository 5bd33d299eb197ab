package io.weir.worker.verify;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What SNS signs: names and values of certain fields, each followed by a newline, in a fixed order.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html">Verifying
 *     the signatures of Amazon SNS messages</a>
 */
public final class StringToSign {
    private StringToSign() {}

    /** For a notification. A subject of null is left out, an empty one is not. */
    public static byte[] notification(
            String message, String messageId, @Nullable String subject, String timestamp, String topicArn) {
        StringBuilder text = new StringBuilder(message.length() + 512);
        field(text, "Message", message);
        field(text, "MessageId", messageId);
        if (subject != null) {
            field(text, "Subject", subject);
        }
        field(text, "Timestamp", timestamp);
        field(text, "TopicArn", topicArn);
        field(text, "Type", SnsMessage.Type.NOTIFICATION.text());
        return bytes(text);
    }

    /** For the confirmation of a subscription, or of its end. */
    public static byte[] confirmation(
            SnsMessage.Type type,
            String message,
            String messageId,
            String subscribeUrl,
            String timestamp,
            String token,
            String topicArn) {
        StringBuilder text = new StringBuilder(message.length() + 1024);
        field(text, "Message", message);
        field(text, "MessageId", messageId);
        field(text, "SubscribeURL", subscribeUrl);
        field(text, "Timestamp", timestamp);
        field(text, "Token", token);
        field(text, "TopicArn", topicArn);
        field(text, "Type", type.text());
        return bytes(text);
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append('\n').append(value).append('\n');
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
