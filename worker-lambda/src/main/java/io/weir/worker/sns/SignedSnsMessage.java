package io.weir.worker.sns;

import io.weir.action.SnsMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An SNS message as it came, parsed but not yet verified. Stays inside this package: it holds token and signature.
 *
 * @param content what an action may see, once verified
 * @param timestamp the text that is signed
 * @param signature what is to be verified
 * @param confirmation null for a notification
 */
record SignedSnsMessage(
        SnsMessage content,
        String timestamp,
        Signature signature,
        @Nullable Confirmation confirmation) {
    /**
     * What proves the message, all as it came.
     *
     * @param version 1 or 2, if it is genuine
     * @param base64 the signature itself
     * @param certificateUrl from a stranger
     */
    record Signature(String version, String base64, String certificateUrl) {
        /** Leaves the signature out. */
        @Override
        public String toString() {
            return "Signature[version=" + version + "]";
        }
    }

    /**
     * What the confirmation of a subscription, or of its end, has beyond a notification.
     *
     * @param token confirms the subscription; secret
     * @param subscribeUrl signed, but never fetched
     */
    record Confirmation(String token, String subscribeUrl) {
        /** Leaves the token out, which is in the URL too. */
        @Override
        public String toString() {
            return "Confirmation[]";
        }
    }

    byte[] stringToSign() {
        StringToSign text = (confirmation == null
                        ? StringToSign.notification().subject(content.subject())
                        : StringToSign.confirmation(content.type())
                                .token(confirmation.token())
                                .subscribeUrl(confirmation.subscribeUrl()))
                .message(content.message())
                .messageId(content.messageId())
                .timestamp(timestamp)
                .topicArn(content.topicArn());
        return text.bytes();
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
