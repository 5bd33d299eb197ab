package io.weir.envelope;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A queue message kept as one object in the bucket, because it is too large for the queue or the queue refused it: one
 * line of JSON with the attributes, then the body. The body is that of the message, or with the encoding {@code bytes} the
 * bytes that came. The worker opens it exactly as it would the message.
 */
public final class InboxObject {
    private final Map<String, String> attributes;
    private final byte[] object;
    private final int bodyAt;

    private InboxObject(Map<String, String> attributes, byte[] object, int bodyAt) {
        this.attributes = attributes;
        this.object = object;
        this.bodyAt = bodyAt;
    }

    /** The object of a message. */
    public static byte[] write(QueueMessage message) {
        byte[] head = line(message.attributes());
        byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
        byte[] object = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, object, head.length, body.length);
        return object;
    }

    /** What stands in an object before the bytes of a body that comes in parts; the request's own body does not count. */
    public static byte[] head(ReceivedRequest request, Collection<String> declared) {
        Map<String, String> attributes = QueueMessage.attributes(request, declared);
        attributes.put(Attributes.ENCODING, Attributes.BYTES);
        return line(attributes);
    }

    private static byte[] line(Map<String, String> attributes) {
        return (Json.writeAscii(attributes) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The message that was written.
     *
     * @throws MalformedEnvelopeException if the bytes are not such an object
     */
    public static QueueMessage read(byte[] object) throws MalformedEnvelopeException {
        return parse(object).message();
    }

    /**
     * What the bytes of an object hold; the body stays where it is until it is asked for.
     *
     * @throws MalformedEnvelopeException if the bytes are not such an object
     */
    public static InboxObject parse(byte[] object) throws MalformedEnvelopeException {
        int end = 0;
        while (end < object.length && object[end] != '\n') {
            end++;
        }
        if (end == object.length) {
            throw new MalformedEnvelopeException("inbox object: no line of attributes");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        try {
            if (!(Json.read(new String(object, 0, end, StandardCharsets.UTF_8)) instanceof Map<?, ?> json)) {
                throw new MalformedEnvelopeException("inbox object: the attributes are not a JSON object");
            }
            json.forEach((name, value) -> attributes.put((String) name, String.valueOf(value)));
        } catch (JsonException e) {
            throw new MalformedEnvelopeException(
                    "inbox object: the attributes are not a JSON object: " + e.getMessage());
        }
        return new InboxObject(attributes, object, end + 1);
    }

    /** The attributes as they stand there, by name. */
    public Map<String, String> attributes() {
        return Map.copyOf(attributes);
    }

    /** The message, as the queue would have it. */
    public QueueMessage message() {
        if (!isBytes()) {
            return new QueueMessage(
                    new String(object, bodyAt, object.length - bodyAt, StandardCharsets.UTF_8), attributes);
        }
        Map<String, String> own = new LinkedHashMap<>(attributes);
        own.remove(Attributes.ENCODING);
        return new QueueMessage(QueueMessage.encode(body(), own), own);
    }

    /**
     * The request. Bytes are taken as they are: no text is made of them on the way, which would be several times their size.
     *
     * @throws MalformedEnvelopeException if an attribute is missing or wrong; names it
     */
    public ReceivedRequest open() throws MalformedEnvelopeException {
        return isBytes() ? QueueMessage.open(attributes, body()) : message().open();
    }

    private boolean isBytes() {
        return Attributes.BYTES.equals(attributes.get(Attributes.ENCODING));
    }

    private byte[] body() {
        return Arrays.copyOfRange(object, bodyAt, object.length);
    }
}
