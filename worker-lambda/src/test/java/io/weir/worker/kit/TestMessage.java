package io.weir.worker.kit;

import io.weir.action.SnsMessage;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.worker.sns.StringToSign;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** An SNS message that a test signs after it has changed what it wants, or before. */
public final class TestMessage {
    public static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:budgets";
    public static final String CERTIFICATE_PATH = "/SimpleNotificationService-" + "0123456789abcdef".repeat(2) + ".pem";
    public static final String CERTIFICATE_URL = "https://sns.us-east-1.amazonaws.com" + CERTIFICATE_PATH;
    public static final String TIMESTAMP = "2026-03-04T12:00:00.000Z";

    private final Map<String, Object> fields = new LinkedHashMap<>();

    private TestMessage(SnsMessage.Type type) {
        fields.put("Type", type.text());
        fields.put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324");
        fields.put("TopicArn", TOPIC);
        fields.put("Message", "Hello\nworld");
        fields.put("Timestamp", TIMESTAMP);
        fields.put("SignatureVersion", "2");
        fields.put("SigningCertURL", CERTIFICATE_URL);
    }

    /** A message that another has made. */
    public static TestMessage parse(String json) throws JsonException {
        TestMessage message = new TestMessage(SnsMessage.Type.NOTIFICATION);
        message.fields.clear();
        ((Map<?, ?>) Json.read(json)).forEach((name, value) -> message.fields.put((String) name, value));
        return message;
    }

    public static TestMessage notification() {
        TestMessage message = new TestMessage(SnsMessage.Type.NOTIFICATION);
        message.fields.put("Subject", "subject");
        message.fields.put("UnsubscribeURL", "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&Secret=u");
        return message;
    }

    public static TestMessage confirmation(SnsMessage.Type type) {
        TestMessage message = new TestMessage(type);
        message.fields.put("Token", "secret-token");
        message.fields.put("SubscribeURL", "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription");
        return message;
    }

    /** Sets a field; null removes it. */
    public TestMessage with(String name, Object value) {
        if (value == null) {
            fields.remove(name);
        } else {
            fields.put(name, value);
        }
        return this;
    }

    /** Sets a field to JSON's null. */
    public TestMessage withNull(String name) {
        fields.put(name, null);
        return this;
    }

    public TestMessage rename(String from, String to) {
        fields.put(to, fields.remove(from));
        return this;
    }

    public String get(String name) {
        return String.valueOf(fields.get(name));
    }

    /** Signs what the fields are now, by the algorithm of the signature version. */
    public TestMessage sign(KeyPair keys) {
        return sign(keys, "1".equals(fields.get("SignatureVersion")) ? "SHA1withRSA" : "SHA256withRSA");
    }

    public TestMessage sign(KeyPair keys, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys.getPrivate());
            signature.update(stringToSign());
            fields.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the signature is of this key, by the algorithm of the signature version. */
    public boolean isSignedBy(PublicKey key) throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance("1".equals(fields.get("SignatureVersion")) ? "SHA1withRSA" : "SHA256withRSA");
        signature.initVerify(key);
        signature.update(stringToSign());
        return signature.verify(Base64.getDecoder().decode(get("Signature")));
    }

    private byte[] stringToSign() {
        StringToSign text = fields.containsKey("Token")
                ? StringToSign.confirmation(confirmationType())
                        .token(get("Token"))
                        .subscribeUrl(fields.containsKey("SubscribeUrl") ? get("SubscribeUrl") : get("SubscribeURL"))
                : StringToSign.notification().subject((String) fields.get("Subject"));
        return text.message(get("Message"))
                .messageId(get("MessageId"))
                .timestamp(get("Timestamp"))
                .topicArn(get("TopicArn"))
                .bytes();
    }

    private SnsMessage.Type confirmationType() {
        return get("Type").equals("SubscriptionConfirmation")
                ? SnsMessage.Type.SUBSCRIPTION_CONFIRMATION
                : SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION;
    }

    public String json() {
        return Json.write(fields);
    }
}
