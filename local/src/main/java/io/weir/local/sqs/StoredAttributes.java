package io.weir.local.sqs;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Attributes of messages and of queues as the JSON that lies in the tables. */
final class StoredAttributes {
    private StoredAttributes() {}

    static String write(Map<String, MessageAttributeValue> attributes) {
        Map<String, Object> json = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            Map<String, Object> attribute = new LinkedHashMap<>();
            attribute.put("type", value.dataType());
            if (value.binaryValue() == null) {
                attribute.put("string", value.stringValue());
            } else {
                attribute.put(
                        "binary",
                        Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
            }
            json.put(name, attribute);
        });
        return Json.write(json);
    }

    static Map<String, MessageAttributeValue> read(String text) throws SQLException {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        object(text).forEach((name, value) -> {
            if (value instanceof Map<?, ?> attribute) {
                attributes.put(name, attribute(attribute));
            }
        });
        return attributes;
    }

    private static MessageAttributeValue attribute(Map<?, ?> json) {
        MessageAttributeValue.Builder value = MessageAttributeValue.builder().dataType((String) json.get("type"));
        if (json.get("binary") instanceof String binary) {
            value.binaryValue(SdkBytes.fromByteArray(Base64.getDecoder().decode(binary)));
        } else {
            value.stringValue((String) json.get("string"));
        }
        return value.build();
    }

    static Map<String, String> readTexts(String text) throws SQLException {
        Map<String, String> attributes = new LinkedHashMap<>();
        object(text).forEach((name, value) -> attributes.put(name, String.valueOf(value)));
        return attributes;
    }

    private static Map<String, @Nullable Object> object(String text) throws SQLException {
        try {
            return Json.readObject(text);
        } catch (JsonException e) {
            throw new SQLException("attributes in the store are damaged", e);
        }
    }
}
