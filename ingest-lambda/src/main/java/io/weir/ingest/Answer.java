package io.weir.ingest;

import io.weir.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the door answers, encoded once. The status is kept for the log. */
final class Answer {
    /** Stands where the id is put in; no id looks like it. */
    private static final String ID = "(id)";

    private static final Answer ACCEPTED = of(200, "accepted", "", Map.of("weir-id", ID));

    /** Accepted too: the bucket has it. */
    private static final Answer SPILLED = of(200, "spilled", "", Map.of("weir-id", ID));

    static final Answer NOT_FOUND = of(404, "unknown-source", "no such source", Map.of());
    static final Answer METHOD_NOT_ALLOWED = of(405, "method", "only POST", Map.of("allow", "POST"));
    static final Answer FORBIDDEN = of(403, "address", "this address may not post here", Map.of());

    /** A handshake whose token or origin is not the configured one. */
    static final Answer STRANGER = of(403, "handshake-refused", "not the configured token or origin", Map.of());

    static final Answer TOO_LARGE = of(413, "too-large", "the body is too large", Map.of());
    static final Answer UNAVAILABLE = of(503, "unavailable", "not taken, try again later", Map.of("retry-after", "20"));

    private final int status;
    private final String reason;
    private final byte[] bytes;
    private final @Nullable String id;

    private Answer(int status, String reason, byte[] bytes, @Nullable String id) {
        this.status = status;
        this.reason = reason;
        this.bytes = bytes;
        this.id = id;
    }

    /** The queue has it, under this id. */
    static Answer accepted(String id) {
        return ACCEPTED.with(id);
    }

    /** The bucket has it, under this id. */
    static Answer spilled(String id) {
        return SPILLED.with(id);
    }

    /** The bytes around the id are encoded once, too. */
    private Answer with(String value) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(ID);
        byte[] name = value.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[bytes.length - ID.length() + name.length];
        System.arraycopy(bytes, 0, all, 0, at);
        System.arraycopy(name, 0, all, at, name.length);
        System.arraycopy(bytes, at + ID.length(), all, at + name.length, all.length - at - name.length);
        return new Answer(status, reason, all, value);
    }

    static Answer missingHeader(String name) {
        return of(400, "missing-header", "missing header " + name, Map.of());
    }

    /** The answer to a handshake: text that the sender wrote and the caller has checked. */
    static Answer handshake(String body, Map<String, String> headers) {
        return of(200, "handshake", body, headers);
    }

    private static Answer of(int status, String reason, String body, Map<String, String> headers) {
        Map<String, Object> answer = new LinkedHashMap<>();
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", "text/plain; charset=utf-8");
        all.put("x-content-type-options", "nosniff");
        answer.put("statusCode", status);
        answer.put("headers", all);
        answer.put("body", body);
        answer.put("isBase64Encoded", false);
        return new Answer(status, reason, Json.write(answer).getBytes(StandardCharsets.UTF_8), null);
    }

    int status() {
        return status;
    }

    /** The id that the request was given, or null if it was not taken. */
    @Nullable
    String id() {
        return id;
    }

    /** One of a few fixed words. */
    String reason() {
        return reason;
    }

    byte[] bytes() {
        return bytes;
    }
}
