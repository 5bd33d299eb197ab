package io.weir.worker.sns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.weir.action.SnsMessage;
import io.weir.json.Json;
import io.weir.worker.verify.Reason;
import io.weir.worker.verify.RejectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of an SNS message strictly: one object, no duplicate keys, nothing behind it, bounded size and depth,
 * every signed field once and a string. What one parser accepts and another does not must not decide what is signed.
 */
final class SnsMessageParser {
    /** A message is 256 KiB at most; escaped as {@code \\uXXXX} each of its bytes may take six. */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    /** How SNS writes a time, with a 0 for each digit; a fraction of one to nine digits may stand before the Z. */
    private static final String TIMESTAMP = "0000-00-00T00:00:00";

    private static final int MAX_FRACTION_DIGITS = 9;

    /** Duplicates of a field that is read are found here; those of others are of no effect, and looking for them costs. */
    private static final JsonFactory FACTORY = Json.FACTORY
            .rebuild()
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** The fields that are read; all others are skipped, since SNS may add some. */
    private enum Field {
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

    private final Map<Field, String> fields = new EnumMap<>(Field.class);
    private final boolean plain;
    private Map<String, String> attributes = Map.of();

    private SnsMessageParser(boolean plain) {
        this.plain = plain;
    }

    /**
     * Parses a message.
     *
     * @throws RejectionException {@code malformed}, or {@code unsigned} if this is no SNS message at all
     */
    static SignedSnsMessage parse(byte[] body) throws RejectionException {
        if (body.length > MAX_BYTES) {
            throw malformed("longer than " + MAX_BYTES + " bytes");
        }
        String text = decode(body);
        char first = firstCharacter(text);
        if (first != '{' && first != '[' && first != BYTE_ORDER_MARK) {
            throw unsigned("the body is no SNS message");
        }
        if (first == BYTE_ORDER_MARK || text.indexOf(0) >= 0) {
            throw malformed(
                    "not strict JSON: a byte order mark or a NUL"); // read as bytes, it could pass for another encoding
        }
        SnsMessageParser parser = new SnsMessageParser(isPlain(text, body.length));
        parser.read(body);
        return parser.message();
    }

    /** The fast way puts U+FFFD for what is no UTF-8; only a text that holds it is decoded again, strictly. */
    private static String decode(byte[] body) throws RejectionException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("not UTF-8");
        }
    }

    /**
     * Whether no string in the text can hold a control character or a lone surrogate. Strict JSON has no other control
     * characters than DEL in a string, unless escaped or beyond ASCII; a lone surrogate is always an escape.
     */
    private static boolean isPlain(String text, int bytes) {
        return text.length() == bytes && text.indexOf('\\') < 0 && text.indexOf('\u007F') < 0;
    }

    private static char firstCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return c;
            }
        }
        return 0;
    }

    private void read(byte[] utf8) throws RejectionException {
        try (JsonParser json = FACTORY.createParser(utf8)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("not a JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                readMember(json);
            }
            if (json.nextToken() != null) {
                throw malformed("something behind the object");
            }
        } catch (JsonProcessingException e) {
            throw malformed("not strict JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does no I/O
        }
    }

    private void readMember(JsonParser json) throws IOException, RejectionException {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        Field field = Field.of(name);
        if (field != null) {
            if (value == JsonToken.VALUE_STRING) {
                put(field, json.getText());
            } else if (field != Field.SUBJECT || value != JsonToken.VALUE_NULL) {
                throw malformed(field.text + " is not a string");
            }
        } else if (name.equals("MessageAttributes") && value == JsonToken.START_OBJECT) {
            attributes = readAttributes(json);
        } else {
            json.skipChildren();
        }
    }

    private void put(Field field, String value) throws RejectionException {
        if (fields.put(field, value) != null) {
            throw malformed(field.text + " is there twice");
        }
        if (value.isEmpty() && field != Field.SUBJECT) {
            throw malformed(field.text + " is empty");
        }
        if (!plain) {
            checkCharacters(field, value);
        }
    }

    private static void checkCharacters(Field field, String value) throws RejectionException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                continue;
            }
            if (Character.isISOControl(c) && field != Field.MESSAGE) {
                throw malformed("control character in " + field.text); // lines could be split anew between fields
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isSurrogatePair(c, i + 1 < value.length() ? value.charAt(i + 1) : c)) {
                    throw malformed("lone surrogate in " + field.text);
                }
                i++;
            }
        }
    }

    /** String values by name. They are not signed, so anything odd about them is left out rather than refused. */
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
                if (json.nextToken() == JsonToken.VALUE_STRING && isValue) {
                    attributes.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
        return attributes;
    }

    private SignedSnsMessage message() throws RejectionException {
        if (!fields.containsKey(Field.TYPE) && !fields.containsKey(Field.SIGNATURE)) {
            throw unsigned("the body is JSON, but no SNS message");
        }
        SnsMessage.Type type = type();
        boolean confirmation = type != SnsMessage.Type.NOTIFICATION;
        String timestamp = required(Field.TIMESTAMP);
        SnsMessage content = SnsMessage.builder()
                .type(type)
                .messageId(required(Field.MESSAGE_ID))
                .topicArn(required(Field.TOPIC_ARN))
                .subject(confirmation ? null : fields.get(Field.SUBJECT))
                .message(required(Field.MESSAGE))
                .timestamp(instant(timestamp))
                .attributes(attributes)
                .build();
        return new SignedSnsMessage(
                content,
                timestamp,
                required(Field.SIGNATURE_VERSION),
                required(Field.SIGNATURE),
                required(Field.SIGNING_CERT_URL),
                confirmation ? required(Field.TOKEN) : null,
                confirmation ? required(Field.SUBSCRIBE_URL) : null);
    }

    private SnsMessage.Type type() throws RejectionException {
        String text = required(Field.TYPE);
        for (SnsMessage.Type type : SnsMessage.Type.values()) {
            if (type.text().equals(text)) {
                return type;
            }
        }
        throw malformed("unknown Type");
    }

    private String required(Field field) throws RejectionException {
        String value = fields.get(field);
        if (value == null) {
            throw malformed(field.text + " is missing");
        }
        return value;
    }

    /** Stricter than {@link Instant#parse}, which takes other offsets, years and cases too, and several times as fast. */
    private static Instant instant(String text) throws RejectionException {
        if (isTimestamp(text)) {
            try {
                return LocalDateTime.of(
                                number(text, 0, 4),
                                number(text, 5, 7),
                                number(text, 8, 10),
                                number(text, 11, 13),
                                number(text, 14, 16),
                                number(text, 17, 19),
                                nanos(text))
                        .toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                // No such day or hour: below.
            }
        }
        throw malformed("Timestamp is no ISO-8601 time in UTC");
    }

    private static boolean isTimestamp(String text) {
        int fraction = text.length() - TIMESTAMP.length() - 2;
        boolean rightLength = fraction == -1 || (fraction >= 1 && fraction <= MAX_FRACTION_DIGITS);
        if (!rightLength || text.charAt(text.length() - 1) != 'Z') {
            return false;
        }
        for (int i = 0; i < text.length() - 1; i++) {
            char expected = i < TIMESTAMP.length() ? TIMESTAMP.charAt(i) : i == TIMESTAMP.length() ? '.' : '0';
            char c = text.charAt(i);
            if (expected == '0' ? c < '0' || c > '9' : c != expected) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static int nanos(String text) {
        int from = TIMESTAMP.length() + 1;
        int to = text.length() - 1;
        if (to <= from) {
            return 0;
        }
        int nanos = number(text, from, to);
        for (int digits = to - from; digits < MAX_FRACTION_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static RejectionException malformed(String detail) {
        return new RejectionException(Reason.MALFORMED, detail);
    }

    private static RejectionException unsigned(String detail) {
        return new RejectionException(
                Reason.UNSIGNED,
                detail + "; is raw message delivery on? Turn it off (RawMessageDelivery=false), raw messages carry no"
                        + " signature");
    }
}
