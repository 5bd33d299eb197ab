package io.weir.worker.sns;

import io.weir.action.SnsMessage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What SNS signs: names and values of certain fields, each followed by a newline, in a fixed order. The values are given
 * by name, since they are all strings and two that change places would still look right. Not thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html">Verifying
 *     the signatures of Amazon SNS messages</a>
 */
public final class StringToSign {
    private final SnsMessage.Type type;
    private @Nullable String message;
    private @Nullable String messageId;
    private @Nullable String subject;
    private @Nullable String subscribeUrl;
    private @Nullable String timestamp;
    private @Nullable String token;
    private @Nullable String topicArn;

    private StringToSign(SnsMessage.Type type) {
        this.type = type;
    }

    /** For a notification: has a subject or none, and neither token nor URL. */
    public static StringToSign notification() {
        return new StringToSign(SnsMessage.Type.NOTIFICATION);
    }

    /** For the confirmation of a subscription, or of its end: has token and URL, and no subject. */
    public static StringToSign confirmation(SnsMessage.Type type) {
        return new StringToSign(type);
    }

    public StringToSign message(String value) {
        this.message = value;
        return this;
    }

    public StringToSign messageId(String value) {
        this.messageId = value;
        return this;
    }

    /** A subject of null is left out, an empty one is not. */
    public StringToSign subject(@Nullable String value) {
        this.subject = value;
        return this;
    }

    public StringToSign subscribeUrl(String value) {
        this.subscribeUrl = value;
        return this;
    }

    public StringToSign timestamp(String value) {
        this.timestamp = value;
        return this;
    }

    public StringToSign token(String value) {
        this.token = value;
        return this;
    }

    public StringToSign topicArn(String value) {
        this.topicArn = value;
        return this;
    }

    /** The text in UTF-8. */
    public byte[] bytes() {
        boolean notification = type == SnsMessage.Type.NOTIFICATION;
        String text = "Message\n" + given(message)
                + "\nMessageId\n" + given(messageId)
                + (notification ? line("Subject", subject) : "\nSubscribeURL\n" + given(subscribeUrl))
                + "\nTimestamp\n" + given(timestamp)
                + (notification ? "" : "\nToken\n" + given(token))
                + "\nTopicArn\n" + given(topicArn)
                + "\nType\n" + type.text()
                + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String name, @Nullable String value) {
        return value == null ? "" : "\n" + name + "\n" + value;
    }

    private static String given(@Nullable String value) {
        return Objects.requireNonNull(value, "a field that is signed was not given");
    }
}
