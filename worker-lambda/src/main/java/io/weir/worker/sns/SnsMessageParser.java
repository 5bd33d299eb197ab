package io.weir.worker.sns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.weir.action.SnsMessage;
import io.weir.json.Json;
import io.weir.verify.RejectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the JSON of an SNS message strictly: one object, no duplicate keys, nothing behind it, bounded size and depth,
 * every signed field once and a string. What one parser accepts and another does not must not decide what is signed.
 */
final class SnsMessageParser {
    /** A message is 256 KiB at most; escaped as {@code \\uXXXX} each of its bytes may take six. */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    /** They are kept before anything is proven. */
    private static final int MAX_ATTRIBUTES = 1000;

    /** Duplicates of a field that is read are found here; those of others are of no effect, and looking for them costs. */
    private static final JsonFactory FACTORY = Json.FACTORY
            .rebuild()
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;

    /** Then a string's value is what stands between its quotes, at the same place in text and bytes. */
    private final boolean plain;

    private final SnsFields fields;
    private Map<String, String> attributes = Map.of();

    private SnsMessageParser(String text, boolean plain) {
        this.text = text;
        this.plain = plain;
        this.fields = new SnsFields(plain);
    }

    /**
     * Parses a message.
     *
     * @throws RejectionException {@code malformed}, or {@code unsigned} if this is no SNS message at all
     */
    static SignedSnsMessage parse(byte[] body) throws RejectionException {
        return read(body).message();
    }

    /** Reads a message that may carry no signature. */
    static SnsMessageParser read(byte[] body) throws RejectionException {
        if (body.length > MAX_BYTES) {
            throw RejectionException.malformed("longer than " + MAX_BYTES + " bytes");
        }
        String text = SnsText.decode(body);
        char first = SnsText.first(text);
        if (first != '{' && first != '[' && first != BYTE_ORDER_MARK) {
            throw SnsFields.unsigned("the body is no SNS message");
        }
        if (first == BYTE_ORDER_MARK || text.indexOf(0) >= 0) {
            // Read as bytes, it could pass for another encoding.
            throw RejectionException.malformed("not strict JSON: a byte order mark or a NUL");
        }
        SnsMessageParser parser = new SnsMessageParser(text, SnsText.isPlain(text, body.length));
        parser.readAll(body);
        return parser;
    }

    /** Whether there is nothing of a signature at all, as in messages of FIFO topics. */
    boolean isUnsigned() {
        return fields.isUnsigned();
    }

    /** What an action may see, once something else than a signature has proven it. */
    SnsMessage content() throws RejectionException {
        return fields.content(attributes);
    }

    SignedSnsMessage message() throws RejectionException {
        return fields.message(attributes);
    }

    private void readAll(byte[] utf8) throws RejectionException {
        try (JsonParser json = FACTORY.createParser(utf8)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw RejectionException.malformed("not a JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                readMember(json);
            }
            if (json.nextToken() != null) {
                throw RejectionException.malformed("something behind the object");
            }
        } catch (JsonProcessingException e) {
            throw RejectionException.malformed("not strict JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does no I/O
        }
    }

    private void readMember(JsonParser json) throws IOException, RejectionException {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        SnsFields.Field field = SnsFields.Field.of(name);
        if (field != null) {
            if (value == JsonToken.VALUE_STRING) {
                fields.put(field, string(json));
            } else if (value == JsonToken.VALUE_NULL) {
                fields.putNull(field);
            } else {
                throw RejectionException.malformed(field.text() + " is not a string");
            }
        } else if (name.equals("MessageAttributes") && value == JsonToken.START_OBJECT) {
            attributes = readAttributes(json);
        } else {
            json.skipChildren();
        }
    }

    /**
     * The string that begins here. The parser goes over it in any case, and refuses what is no string; where there is nothing to
     * decode it need not copy it char by char (benchmark SnsVerify).
     */
    private String string(JsonParser json) throws IOException {
        int from = (int) json.currentTokenLocation().getByteOffset() + 1;
        int to = plain ? text.indexOf('"', from) : -1;
        return to < 0 ? json.getText() : text.substring(from, to);
    }

    /** String values by name. They are not signed, so anything odd about them, or beyond the limit, is left out rather than refused. */
    private static Map<String, String> readAttributes(JsonParser json) throws IOException {
        Map<String, String> attributes = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                boolean isValue = json.currentName().equals("Value");
                if (json.nextToken() == JsonToken.VALUE_STRING && isValue && attributes.size() < MAX_ATTRIBUTES) {
                    attributes.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
        return attributes;
    }
}
