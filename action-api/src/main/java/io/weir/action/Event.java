package io.weir.action;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A genuine event, as actions see it; made by {@link #builder()}. Holds no token, signature or UnsubscribeURL of SNS.
 * Immutable as long as nobody writes to {@link #body()} or to the map that the headers were given as.
 *
 * @param source name of the source
 * @param id the sender's own id of the event (SNS MessageId, webhook id), or the SHA-256 of source, body and signature
 * @param type the sender's type of the event, empty if it has none
 * @param receivedAt when the door received it
 * @param contentType media type of the body
 * @param headers kept headers by lower-case name; signatures are left out
 * @param body the bytes that came; for SNS the message in UTF-8, as raw message delivery would give it
 * @param sns the SNS message, or null for a webhook
 * @param idempotencyKey the same whenever this event comes, and of no other event: so that an effect happens once
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

    /** An event without type, headers and body. Source, id and time of receipt must be given. */
    public static Builder builder() {
        return new Builder();
    }

    public Event withIdempotencyKey(String key) {
        return new Event(source, id, type, receivedAt, contentType, headers, body, sns, key);
    }

    /** Names the event without its headers and body. */
    @Override
    public String toString() {
        return "Event[source=" + source + ", id=" + id + ", type=" + type + "]";
    }

    /** The parts of an event by name. Not thread-safe. */
    public static final class Builder {
        private @Nullable String source;
        private @Nullable String id;
        private String type = "";
        private @Nullable Instant receivedAt;
        private String contentType = "application/octet-stream";
        private Map<String, String> headers = Map.of();
        private byte[] body = {};
        private @Nullable SnsMessage sns;

        private Builder() {}

        public Builder source(String source) {
            this.source = source;
            return this;
        }

        public Builder id(String id) {
            this.id = id;
            return this;
        }

        public Builder type(String type) {
            this.type = type;
            return this;
        }

        public Builder receivedAt(Instant receivedAt) {
            this.receivedAt = receivedAt;
            return this;
        }

        public Builder contentType(String contentType) {
            this.contentType = contentType;
            return this;
        }

        public Builder headers(Map<String, String> headers) {
            this.headers = headers;
            return this;
        }

        /** Kept as it is, not copied. */
        public Builder body(byte[] body) {
            this.body = body;
            return this;
        }

        /** A body of text, in UTF-8. */
        public Builder body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        public Builder sns(@Nullable SnsMessage sns) {
            this.sns = sns;
            return this;
        }

        /**
         * The event. Its key is its source and id.
         *
         * @throws NullPointerException naming the part that must be given
         */
        public Event build() {
            String of = requireNonNull(source, "source");
            String own = requireNonNull(id, "id");
            Instant at = requireNonNull(receivedAt, "receivedAt");
            return new Event(of, own, type, at, contentType, headers, body, sns, of + "/" + own);
        }
    }
}
