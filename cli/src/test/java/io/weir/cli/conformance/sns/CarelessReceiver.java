package io.weir.cli.conformance.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signatures of SNS and nothing else: any topic, any age, any certificate at any URL, the last of two fields, whatever
 * the bytes can be read as.
 */
final class CarelessReceiver {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final List<String> NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> CONFIRMATION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    private CarelessReceiver() {}

    static boolean believes(byte[] body, AskingFetcher internet) throws Exception {
        Map<String, @Nullable String> fields = fields(new String(body, UTF_8));
        byte[] pem = internet.get(String.valueOf(fields.get("SigningCertURL"))).body();
        Certificate certificate =
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        StringBuilder text = new StringBuilder();
        for (String name : "Notification".equals(fields.get("Type")) ? NOTIFICATION : CONFIRMATION) {
            if (fields.get(name) != null) {
                text.append(name).append('\n').append(fields.get(name)).append('\n');
            }
        }
        Signature signature =
                Signature.getInstance("1".equals(fields.get("SignatureVersion")) ? "SHA1withRSA" : "SHA256withRSA");
        signature.initVerify(certificate.getPublicKey());
        signature.update(text.toString().getBytes(UTF_8));
        return signature.verify(Base64.getDecoder().decode(String.valueOf(fields.get("Signature"))));
    }

    private static Map<String, @Nullable String> fields(String text) throws Exception {
        Map<String, @Nullable String> fields = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                fields.put(name, value == JsonToken.VALUE_STRING ? json.getText() : null);
                json.skipChildren();
            }
        }
        return fields;
    }
}
