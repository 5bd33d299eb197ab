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
 * @param id the sender's own id of the event (SNS MessageId, webhook id), or the event's key if the sender gives none
 * @param idSigned whether the id is proven: false if it stands where nothing is signed, such as a header, so that someone
 *     who repeats a genuine request can change it
 * @param type the sender's type of the event, empty if it has none
 * @param typeSigned the same of the type: decide nothing that matters by a type that is not signed
 * @param receivedAt when the door received it
 * @param contentType media type of the body
 * @param headers kept headers by lower-case name, none of them signed unless the scheme says so; signatures are left out
 * @param body the bytes that came; for SNS the message in UTF-8, as raw message delivery would give it
 * @param sns the SNS message, or null for a webhook
 * @param idempotencyKey the same whenever this event comes, and of no other event: so that an effect happens once
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Event(
        String source,
        String id,
        boolean idSigned,
        String type,
        boolean typeSigned,
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

    /** Names the event without its headers and body. */
    @Override
    public String toString() {
        return "Event[source=" + source + ", id=" + id + ", type=" + type + "]";
    }

    /** The parts of an event by name. Not thread-safe. */
    public static final class Builder {
        private @Nullable String source;
        private @Nullable String id;
        private boolean idSigned;
        private String type = "";
        private boolean typeSigned;
        private @Nullable Instant receivedAt;
        private String contentType = "application/octet-stream";
        private Map<String, String> headers = Map.of();
        private byte[] body = {};
        private @Nullable SnsMessage sns;
        private @Nullable String idempotencyKey;

        private Builder() {}

        public Builder source(String source) {
            this.source = source;
            return this;
        }

        public Builder id(String id) {
            this.id = id;
            return this;
        }

        public Builder idSigned(boolean signed) {
            this.idSigned = signed;
            return this;
        }

        public Builder type(String type) {
            this.type = type;
            return this;
        }

        public Builder typeSigned(boolean signed) {
            this.typeSigned = signed;
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

        public Builder idempotencyKey(String key) {
            this.idempotencyKey = key;
            return this;
        }

        /**
         * The event. Its key, unless one was given, is its source and id: enough for a test. Id and type are not signed
         * unless it was said that they are.
         *
         * @throws NullPointerException naming the part that must be given
         */
        public Event build() {
            String of = requireNonNull(source, "source");
            String own = requireNonNull(id, "id");
            Instant at = requireNonNull(receivedAt, "receivedAt");
            String key = idempotencyKey == null ? of + "/" + own : idempotencyKey;
            return new Event(of, own, idSigned, type, typeSigned, at, contentType, headers, body, sns, key);
        }
    }
}
