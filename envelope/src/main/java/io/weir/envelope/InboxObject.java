package io.weir.envelope;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A queue message kept as one object in the bucket, because it is too large for the queue or the queue refused it: one
 * line of JSON with the attributes, then the body. The worker opens it exactly as it would the message.
 */
public final class InboxObject {
    private InboxObject() {}

    public static byte[] write(QueueMessage message) {
        byte[] head = (Json.writeAscii(message.attributes()) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
        byte[] object = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, object, head.length, body.length);
        return object;
    }

    /**
     * The message that was written.
     *
     * @throws MalformedEnvelopeException if the bytes are not such an object
     */
    public static QueueMessage read(byte[] object) throws MalformedEnvelopeException {
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
        return new QueueMessage(
                new String(object, end + 1, object.length - end - 1, StandardCharsets.UTF_8), attributes);
    }
}
