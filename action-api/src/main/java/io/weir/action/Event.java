package io.weir.action;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A genuine event, as actions see it. Holds no token, signature or UnsubscribeURL of SNS. Immutable as long as nobody
 * writes to {@link #body()} or to the map that the headers were given as.
 *
 * @param source name of the source
 * @param id the sender's own id of the event (SNS MessageId, webhook id), or the SHA-256 of source, body and signature
 * @param type the sender's type of the event, empty if it has none
 * @param receivedAt when the door received it
 * @param contentType media type of the body
 * @param headers kept headers by lower-case name; signatures are left out
 * @param body the bytes that came; for SNS the message in UTF-8, as raw message delivery would give it
 * @param sns the SNS message, or null for a webhook
 * @param idempotencyKey the same whenever this event comes, and of no other event: for effects to be made once by
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Event(
        String source,
        String id,
        String type,
        Instant receivedAt,
        String contentType,
        Map<String, String> headers,
        byte[] body,
        @Nullable SnsMessage sns,
        String idempotencyKey) {
    public Event {
        headers = Collections.unmodifiableMap(headers);
    }

    /** An event whose key is its source and id. */
    public Event(
            String source,
            String id,
            String type,
            Instant receivedAt,
            String contentType,
            Map<String, String> headers,
            byte[] body,
            @Nullable SnsMessage sns) {
        this(source, id, type, receivedAt, contentType, headers, body, sns, source + "/" + id);
    }

    /** The same event with another key. */
    public Event withIdempotencyKey(String key) {
        return new Event(source, id, type, receivedAt, contentType, headers, body, sns, key);
    }

    /** Names the event without its headers and body. */
    @Override
    public String toString() {
        return "Event[source=" + source + ", id=" + id + ", type=" + type + "]";
    }
}
