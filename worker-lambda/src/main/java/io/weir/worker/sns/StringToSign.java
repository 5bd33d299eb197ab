package io.weir.worker.sns;

import io.weir.action.SnsMessage;
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
        String text = "Message\n" + message
                + "\nMessageId\n" + messageId
                + (subject == null ? "" : "\nSubject\n" + subject)
                + "\nTimestamp\n" + timestamp
                + "\nTopicArn\n" + topicArn
                + "\nType\n" + SnsMessage.Type.NOTIFICATION.text()
                + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
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
        String text = "Message\n" + message
                + "\nMessageId\n" + messageId
                + "\nSubscribeURL\n" + subscribeUrl
                + "\nTimestamp\n" + timestamp
                + "\nToken\n" + token
                + "\nTopicArn\n" + topicArn
                + "\nType\n" + type.text()
                + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
