package io.weir.envelope;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a message on the queue holds. */
public sealed interface Delivery
        permits ReceivedRequest,
                Delivery.SnsEnvelope,
                Delivery.InboxPointer,
                Delivery.StorageTestEvent,
                Delivery.Sweep {
    /**
     * An SNS message that SNS itself put on the queue: by a queue subscription, or as the dead letter of an HTTPS
     * subscription. It has no attributes of ours; the signed JSON in its body is all there is.
     */
    record SnsEnvelope(String topicArn, String body) implements Delivery {}

    /** A pointer to an {@link InboxObject}: the bucket's event notification. */
    record InboxPointer(String bucket, String key) implements Delivery {
        /** The pointer that a message is, or null if it is none; what the door sent is none and is not opened for that. */
        public static @Nullable InboxPointer find(String body, Map<String, String> attributes) {
            if (attributes.containsKey(Attributes.SOURCE)) {
                return null;
            }
            try {
                return Delivery.open(body, attributes) instanceof InboxPointer pointer ? pointer : null;
            } catch (MalformedEnvelopeException e) {
                return null;
            }
        }

        /** The body of a message that is opened as this pointer: the parts of S3's event message that are read. */
        public String notification() {
            Map<String, Object> s3 = Map.of(
                    "bucket", Map.of("name", bucket),
                    "object", Map.of("key", URLEncoder.encode(key, StandardCharsets.UTF_8)));
            return Json.write(Map.of(
                    "Records", List.of(Map.of("eventSource", "aws:s3", "eventName", "ObjectCreated:Put", "s3", s3))));
        }
    }

    /** What a schedule sends at times, so that forgotten objects of the inbox are looked for. */
    record Sweep() implements Delivery {}

    /** What S3 sends once when a bucket notification is configured. Nothing to do. */
    record StorageTestEvent() implements Delivery {}

    /**
     * Opens a message of the queue.
     *
     * @param body the message's body
     * @param attributes its message attributes, by name
     * @throws MalformedEnvelopeException if it is none of the permitted forms; says which part is wrong
     */
    static Delivery open(String body, Map<String, String> attributes) throws MalformedEnvelopeException {
        if (attributes.containsKey(Attributes.SOURCE)) {
            return new QueueMessage(body, attributes).open();
        }
        return openForeign(body, attributes.isEmpty());
    }

    private static Delivery openForeign(String body, boolean bare) throws MalformedEnvelopeException {
        Object json;
        try {
            json = Json.read(body);
        } catch (JsonException e) {
            throw new MalformedEnvelopeException("no attribute 'source', and the body is not JSON: " + e.getMessage());
        }
        if (json instanceof Map<?, ?> object) {
            if (object.get("TopicArn") instanceof String topicArn && object.get("Type") instanceof String) {
                return new SnsEnvelope(topicArn, body);
            }
            if ("s3:TestEvent".equals(object.get("Event"))) {
                return new StorageTestEvent();
            }
            if (bare && object.size() == 1 && "sweep".equals(object.get("weir"))) {
                return new Sweep();
            }
            if (object.get("Records") instanceof List<?> records) {
                return pointer(records);
            }
        }
        throw new MalformedEnvelopeException(
                "no attribute 'source', and the body is neither an SNS message nor a bucket notification");
    }

    /** See "Event message structure" in the S3 user guide: the key is URL-encoded, a space may be a plus sign. */
    private static InboxPointer pointer(List<?> records) throws MalformedEnvelopeException {
        if (records.size() == 1
                && records.getFirst() instanceof Map<?, ?> record
                && record.get("s3") instanceof Map<?, ?> s3
                && s3.get("bucket") instanceof Map<?, ?> bucket
                && s3.get("object") instanceof Map<?, ?> object
                && bucket.get("name") instanceof String name
                && object.get("key") instanceof String key) {
            try {
                return new InboxPointer(name, URLDecoder.decode(key, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new MalformedEnvelopeException("bucket notification: the key is not URL-encoded");
            }
        }
        throw new MalformedEnvelopeException(
                "bucket notification: expected exactly one record with s3.bucket.name" + " and s3.object.key");
    }
}
