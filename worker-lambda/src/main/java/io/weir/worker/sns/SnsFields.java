package io.weir.worker.sns;

import io.weir.action.SnsMessage;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one message by name, each at most once, and the message that they make. */
final class SnsFields {
    /** The fields that are read; all others are skipped, since SNS may add some. */
    enum Field {
        TYPE("Type"),
        MESSAGE_ID("MessageId"),
        TOPIC_ARN("TopicArn"),
        SUBJECT("Subject"),
        MESSAGE("Message"),
        TIMESTAMP("Timestamp"),
        SIGNATURE_VERSION("SignatureVersion"),
        SIGNATURE("Signature"),
        SIGNING_CERT_URL("SigningCertURL"),
        SUBSCRIBE_URL("SubscribeURL"),
        TOKEN("Token");

        private final String text;

        Field(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        /** The field of this name, also in the spelling that Lambda uses for URLs. */
        static @Nullable Field of(String name) {
            return switch (name) {
                case "Type" -> TYPE;
                case "MessageId" -> MESSAGE_ID;
                case "TopicArn" -> TOPIC_ARN;
                case "Subject" -> SUBJECT;
                case "Message" -> MESSAGE;
                case "Timestamp" -> TIMESTAMP;
                case "SignatureVersion" -> SIGNATURE_VERSION;
                case "Signature" -> SIGNATURE;
                case "SigningCertURL", "SigningCertUrl" -> SIGNING_CERT_URL;
                case "SubscribeURL", "SubscribeUrl" -> SUBSCRIBE_URL;
                case "Token" -> TOKEN;
                default -> null;
            };
        }
    }

    private final Map<Field, String> values = new EnumMap<>(Field.class);
    private final Set<Field> seen = EnumSet.noneOf(Field.class);
    private final boolean plain;

    /** @param plain whether the characters of the values need no check: see {@link SnsText#isPlain} */
    SnsFields(boolean plain) {
        this.plain = plain;
    }

    /** Null says that there is no subject; of any other field it is malformed, and counts as one of two all the same. */
    void putNull(Field field) throws RejectionException {
        if (field != Field.SUBJECT) {
            throw RejectionException.malformed(field.text() + " is not a string");
        }
        once(field);
    }

    private void once(Field field) throws RejectionException {
        if (!seen.add(field)) {
            throw RejectionException.malformed(field.text() + " is there twice");
        }
    }

    void put(Field field, String value) throws RejectionException {
        once(field);
        values.put(field, value);
        if (value.isEmpty() && field != Field.SUBJECT) {
            throw RejectionException.malformed(field.text() + " is empty");
        }
        if (!plain) {
            SnsText.check(field, value);
        }
    }

    /**
     * The message.
     *
     * @param attributes string values of its message attributes, by name
     * @throws RejectionException {@code malformed}, or {@code unsigned} if this is no SNS message at all
     */
    SignedSnsMessage message(Map<String, String> attributes) throws RejectionException {
        if (!values.containsKey(Field.TYPE) && !values.containsKey(Field.SIGNATURE)) {
            throw unsigned("the body is JSON, but no SNS message");
        }
        SnsMessage content = content(attributes);
        boolean confirmation = content.type() != SnsMessage.Type.NOTIFICATION;
        SignedSnsMessage.Signature signature = new SignedSnsMessage.Signature(
                required(Field.SIGNATURE_VERSION), required(Field.SIGNATURE), required(Field.SIGNING_CERT_URL));
        return new SignedSnsMessage(
                content,
                required(Field.TIMESTAMP),
                signature,
                confirmation
                        ? new SignedSnsMessage.Confirmation(required(Field.TOKEN), required(Field.SUBSCRIBE_URL))
                        : null);
    }

    boolean isUnsigned() {
        return values.containsKey(Field.TYPE)
                && !values.containsKey(Field.SIGNATURE)
                && !values.containsKey(Field.SIGNATURE_VERSION)
                && !values.containsKey(Field.SIGNING_CERT_URL);
    }

    /** The message without what is to prove it. */
    SnsMessage content(Map<String, String> attributes) throws RejectionException {
        SnsMessage.Type type = type();
        return SnsMessage.builder()
                .type(type)
                .messageId(required(Field.MESSAGE_ID))
                .topicArn(required(Field.TOPIC_ARN))
                .subject(type == SnsMessage.Type.NOTIFICATION ? values.get(Field.SUBJECT) : null)
                .message(required(Field.MESSAGE))
                .timestamp(instant(required(Field.TIMESTAMP)))
                .attributes(attributes)
                .build();
    }

    private SnsMessage.Type type() throws RejectionException {
        String text = required(Field.TYPE);
        for (SnsMessage.Type type : SnsMessage.Type.values()) {
            if (type.text().equals(text)) {
                return type;
            }
        }
        throw RejectionException.malformed("unknown Type");
    }

    private String required(Field field) throws RejectionException {
        String value = values.get(field);
        if (value == null) {
            throw RejectionException.malformed(field.text() + " is missing");
        }
        return value;
    }

    private static Instant instant(String text) throws RejectionException {
        Instant instant = SnsTimestamp.parse(text);
        if (instant == null) {
            throw RejectionException.malformed("Timestamp is no ISO-8601 time in UTC");
        }
        return instant;
    }

    /** The usual cause is raw message delivery, so the rejection says how to turn it off. */
    static RejectionException unsigned(String detail) {
        return new RejectionException(
                Reason.UNSIGNED,
                detail + "; is raw message delivery on? Turn it off (RawMessageDelivery=false), raw messages carry no"
                        + " signature");
    }
}
