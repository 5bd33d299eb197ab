package io.weir.worker.sns;

import io.weir.action.SnsMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An SNS message as it came, parsed but not yet verified. Stays inside this package: it holds token and signature.
 *
 * @param content what an action may see, once verified
 * @param timestamp the text that is signed
 * @param signatureVersion as it came
 * @param signature base64
 * @param certificateUrl as it came, from a stranger
 * @param token null for a notification
 * @param subscribeUrl signed, but never fetched; null for a notification
 */
record SignedSnsMessage(
        SnsMessage content,
        String timestamp,
        String signatureVersion,
        String signature,
        String certificateUrl,
        @Nullable String token,
        @Nullable String subscribeUrl) {
    byte[] stringToSign() {
        if (token == null || subscribeUrl == null) {
            return StringToSign.notification(
                    content.message(), content.messageId(), content.subject(), timestamp, content.topicArn());
        }
        return StringToSign.confirmation(
                content.type(),
                content.message(),
                content.messageId(),
                subscribeUrl,
                timestamp,
                token,
                content.topicArn());
    }

    Instant publishedAt() {
        return content.timestamp();
    }

    /** Leaves token and signature out. */
    @Override
    public String toString() {
        return "SignedSnsMessage[messageId=" + content.messageId() + "]";
    }
}
