package io.weir.envelope;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A received request as it is laid in an SQS message.
 *
 * @param body never empty, only characters that SQS takes
 * @param attributes String attributes by name, at most 10, no value empty
 */
public record QueueMessage(String body, Map<String, String> attributes) {
    /** Headers that are kept only if the source declares them: they authenticate a person or a session, not a sender. */
    private static final Set<String> DROPPED = Set.of("authorization", "cookie", "proxy-authorization");

    private static final String TYPE = "String";
    private static final Pattern SCHEMA = Pattern.compile("[1-9][0-9]{0,8}");

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    public QueueMessage {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Lays a request in a message.
     *
     * @param declared lower-case names of at most {@value Attributes#MAX_DECLARED_HEADERS} headers that are never dropped; the first
     *     {@value Attributes#MAX_LAID_HEADERS} travel as attributes of their own
     */
    public static QueueMessage of(ReceivedRequest request, Collection<String> declared) {
        Map<String, String> attributes = attributes(request, declared);
        return new QueueMessage(encode(request.body(), attributes), attributes);
    }

    /** All attributes but {@value Attributes#ENCODING}, which only the body knows. */
    static Map<String, String> attributes(ReceivedRequest request, Collection<String> declared) {
        if (declared.size() > Attributes.MAX_DECLARED_HEADERS) {
            throw new IllegalArgumentException("more than " + Attributes.MAX_DECLARED_HEADERS + " declared headers");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(Attributes.SOURCE, request.source());
        attributes.put(Attributes.RECEIVED_AT, MILLIS.format(request.receivedAt()));
        attributes.put(
                Attributes.REQUEST, SqsText.escape(RequestLine.of(request).text()));
        attributes.put(Attributes.SCHEMA, Integer.toString(Attributes.CURRENT_SCHEMA));
        int most = attributes.size() + Attributes.MAX_LAID_HEADERS;
        Map<String, Object> packed = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> {
            if (attributes.size() < most
                    && declared.contains(name)
                    && Attributes.isFree(name)
                    && !value.isEmpty()
                    && SqsText.isLegal(value)) {
                attributes.put(name, value);
            } else if (declared.contains(name) || !DROPPED.contains(name)) {
                packed.put(name, value);
            }
        });
        if (!packed.isEmpty()) {
            attributes.put(Attributes.HEADERS, Json.writeAscii(packed));
        }
        return attributes;
    }

    /** A body of the queue, and the attribute that says how it was made one. */
    static String encode(byte[] body, Map<String, String> attributes) {
        if (body.length == 0) {
            attributes.put(Attributes.ENCODING, Attributes.EMPTY);
            return "-";
        }
        String text = Utf8.decode(body);
        if (text != null && SqsText.isLegal(text)) {
            return text;
        }
        attributes.put(Attributes.ENCODING, Attributes.BASE64);
        return Base64.getEncoder().encodeToString(body);
    }

    /** How many bytes a body has that travels so, told without decoding it. */
    public static int bodyBytes(String body, @Nullable String encoding) {
        if (Attributes.EMPTY.equals(encoding)) {
            return 0;
        }
        if (!Attributes.BASE64.equals(encoding)) {
            return SqsText.utf8Length(body);
        }
        int padding = body.endsWith("==") ? 2 : body.endsWith("=") ? 1 : 0;
        return body.length() / 4 * 3 - padding;
    }

    /** The size that SQS counts: UTF-8 bytes of the body and of each attribute's name, type and value. */
    public int sizeInBytes() {
        int size = SqsText.utf8Length(body);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            size += SqsText.utf8Length(attribute.getKey()) + TYPE.length() + SqsText.utf8Length(attribute.getValue());
        }
        return size;
    }

    /**
     * The request that was laid in this message.
     *
     * @throws NewerSchemaException if a later version laid it
     * @throws MalformedEnvelopeException if an attribute is missing or wrong; names it
     */
    public ReceivedRequest open() throws MalformedEnvelopeException {
        requireKnownSchema(attributes.get(Attributes.SCHEMA)); // a later version may have made the body in another way
        return open(attributes, decode());
    }

    static ReceivedRequest open(Map<String, String> attributes, byte[] body) throws MalformedEnvelopeException {
        requireKnownSchema(attributes.get(Attributes.SCHEMA));
        String source = required(attributes, Attributes.SOURCE);
        Instant receivedAt = instant(required(attributes, Attributes.RECEIVED_AT));
        RequestLine line = RequestLine.parse(required(attributes, Attributes.REQUEST));
        if (line == null) {
            throw new MalformedEnvelopeException("attribute 'request' is not a method and a URL");
        }
        return new ReceivedRequest(source, receivedAt, line.method(), line.url(), headers(attributes), body, line.id());
    }

    /** The id of the request in a message with these attributes, read without opening it; null if there is none. */
    public static @Nullable String idOf(Map<String, String> attributes) {
        RequestLine line = RequestLine.in(attributes);
        return line == null ? null : line.id();
    }

    /**
     * The voucher in a message with these attributes, or what stands where one would; null of what is no replay. Nothing is
     * proven by it until {@link Voucher#vouchesFor} says so.
     */
    public static @Nullable String voucherOf(Map<String, String> attributes) {
        RequestLine line = RequestLine.in(attributes);
        return line == null ? null : line.voucher();
    }

    /** Of a later version nothing else can be said: what is missing or wrong for this one need not be for that. */
    private static void requireKnownSchema(@Nullable String schema) throws MalformedEnvelopeException {
        if (schema == null) {
            return;
        }
        if (!SCHEMA.matcher(schema).matches()) {
            throw new MalformedEnvelopeException("attribute 'weir-schema' is not a number");
        }
        if (Integer.parseInt(schema) > Attributes.CURRENT_SCHEMA) {
            throw new NewerSchemaException(schema);
        }
    }

    private static String required(Map<String, String> attributes, String name) throws MalformedEnvelopeException {
        String value = attributes.get(name);
        if (value == null) {
            throw new MalformedEnvelopeException("attribute '" + name + "' is missing");
        }
        return value;
    }

    private static Instant instant(String text) throws MalformedEnvelopeException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new MalformedEnvelopeException("attribute 'received-at' is not an ISO-8601 instant");
        }
    }

    private static Map<String, String> headers(Map<String, String> attributes) throws MalformedEnvelopeException {
        Map<String, String> headers = new LinkedHashMap<>();
        String packed = attributes.get(Attributes.HEADERS);
        if (packed != null) {
            try {
                if (!(Json.read(packed) instanceof Map<?, ?> object)) {
                    throw new MalformedEnvelopeException("attribute 'headers' is not a JSON object");
                }
                for (Map.Entry<?, ?> header : object.entrySet()) {
                    if (!(header.getValue() instanceof String value)) {
                        throw new MalformedEnvelopeException("attribute 'headers': a value is not a string");
                    }
                    headers.put((String) header.getKey(), value);
                }
            } catch (JsonException e) {
                throw new MalformedEnvelopeException("attribute 'headers' is not a JSON object: " + e.getMessage());
            }
        }
        attributes.forEach((name, value) -> {
            if (!Attributes.OWN.contains(name)) {
                headers.put(name, value);
            }
        });
        return headers;
    }

    private byte[] decode() throws MalformedEnvelopeException {
        String encoding = attributes.get(Attributes.ENCODING);
        if (encoding == null) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        return switch (encoding) {
            case Attributes.EMPTY -> new byte[0];
            case Attributes.BASE64 -> fromBase64();
            default -> throw new MalformedEnvelopeException("attribute 'encoding' is neither 'base64' nor 'empty'");
        };
    }

    private byte[] fromBase64() throws MalformedEnvelopeException {
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new MalformedEnvelopeException("the body is not base64, as attribute 'encoding' says");
        }
    }

    /**
     * The attribute {@code request}: method, URL, id and voucher, a space between each two. The door always writes an id and never
     * a voucher, so what it sends ends with an id, and nothing that a sender puts into its URL is taken for either.
     *
     * @param id null of what an earlier door sent
     * @param voucher null of what is no replay
     */
    record RequestLine(
            String method,
            String url,
            @Nullable String id,
            @Nullable String voucher) {
        static RequestLine of(ReceivedRequest request) {
            return new RequestLine(request.method(), request.url(), request.id(), null);
        }

        /** What the attribute of a message of ours says; null if there is none, or it is not of this form. */
        static @Nullable RequestLine in(Map<String, String> attributes) {
            String text = attributes.get(Attributes.REQUEST);
            return text == null || !attributes.containsKey(Attributes.SOURCE) ? null : parse(text);
        }

        /** What the text says, or null if it is not a method and a URL at least. */
        static @Nullable RequestLine parse(String text) {
            int space = text.indexOf(' ');
            if (space <= 0) {
                return null;
            }
            String method = text.substring(0, space);
            String rest = text.substring(space + 1);
            int end = rest.length();
            for (int before = rest.lastIndexOf(' '); before >= 0; before = rest.lastIndexOf(' ', before - 1)) {
                String word = rest.substring(before + 1, end);
                if (ReceivedRequest.isId(word)) {
                    String behind = end == rest.length() ? null : rest.substring(end + 1);
                    return new RequestLine(method, rest.substring(0, before), word, behind);
                }
                end = before;
            }
            return new RequestLine(method, rest, null, null);
        }

        String text() {
            return method + " " + url + (id == null ? "" : " " + id) + (voucher == null ? "" : " " + voucher);
        }
    }
}
