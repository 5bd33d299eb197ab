package io.weir.ingest;

import io.weir.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the door answers, as parts for a server of our own and as JSON for Lambda. Made once, but for the id. Immutable. */
public final class Answer {
    /** The header that carries the id of a request that was taken. */
    public static final String ID = "weir-id";

    /** Stands where the id is put in; no id looks like it. */
    private static final String PLACE = "(id)";

    private static final Answer ACCEPTED = of(200, "accepted", "", Map.of(ID, PLACE));

    /** Accepted too: the bucket has it, since it is too large for the queue. */
    private static final Answer SPILLED = of(200, "spilled", "", Map.of(ID, PLACE));

    /** The same, since the queue did not take it. */
    private static final Answer SHELTERED = of(200, "queue-down", "", Map.of(ID, PLACE));

    private static final String HANDSHAKE = "handshake";

    /** A handshake that wants no content. */
    static final Answer NO_CONTENT = of(204, HANDSHAKE, "", Map.of());

    /** A handshake with nothing to repeat, or with what is not repeated. */
    static final Answer ODD_HANDSHAKE = of(
            400,
            "handshake-odd",
            "nothing here that may be repeated: 1 to 512 characters of A-Za-z0-9._~=+/:-",
            Map.of());

    static final Answer NOT_FOUND = of(404, "unknown-source", "no such source", Map.of());
    static final Answer METHOD_NOT_ALLOWED = of(405, "method", "only POST", Map.of("allow", "POST"));
    static final Answer FORBIDDEN = of(403, "address", "this address may not post here", Map.of());

    /** It did not come through what stands before the door. */
    static final Answer NOT_BY_ORIGIN = of(403, "origin", "this address does not take requests itself", Map.of());

    /** A handshake whose token or origin is not the configured one. */
    static final Answer STRANGER = of(403, "handshake-refused", "not the configured token or origin", Map.of());

    static final Answer TOO_LARGE = of(413, "too-large", "the body is too large", Map.of());
    static final Answer UNAVAILABLE = of(503, "unavailable", "not taken, try again later", Map.of("retry-after", "20"));

    /** All of an answer but the id. */
    private record Form(
            int status, String reason, Map<String, String> headers, String body, String before, String behind) {}

    private final Form form;
    private final @Nullable String id;

    private Answer(Form form, @Nullable String id) {
        this.form = form;
        this.id = id;
    }

    /** The queue has it, under this id. */
    static Answer accepted(String id) {
        return new Answer(ACCEPTED.form, id);
    }

    /** The bucket has it under this id, since it is too large for the queue. */
    static Answer spilled(String id) {
        return new Answer(SPILLED.form, id);
    }

    /** The bucket has it under this id, since the queue did not take it. */
    static Answer sheltered(String id) {
        return new Answer(SHELTERED.form, id);
    }

    /** Whether the bucket has it instead of the queue. */
    boolean isSpilled() {
        return form.reason.equals(SPILLED.form.reason) || form.reason.equals(SHELTERED.form.reason);
    }

    static Answer missingHeader(String name) {
        return of(400, "missing-header", "missing header " + name, Map.of());
    }

    /** The answer to a source's request that is not genuine, for one of a few reasons. */
    static Answer notGenuine(String reason) {
        return of(401, reason, "not proven genuine", Map.of());
    }

    /** The answer to a handshake: text that the sender wrote and the caller has checked. */
    static Answer handshake(String body, Map<String, String> headers) {
        return of(200, HANDSHAKE, body, headers);
    }

    /** The answer to a handshake as JSON. */
    static Answer handshakeJson(String body) {
        return of(200, HANDSHAKE, "application/json", body, Map.of());
    }

    private static Answer of(int status, String reason, String body, Map<String, String> headers) {
        return of(status, reason, "text/plain; charset=utf-8", body, headers);
    }

    private static Answer of(int status, String reason, String type, String body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", type);
        all.put("x-content-type-options", "nosniff");
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("statusCode", status);
        answer.put("headers", all);
        answer.put("body", body);
        answer.put("isBase64Encoded", false);
        String json = Json.write(answer);
        int place = headers.containsKey(ID) ? json.indexOf(PLACE) : json.length();
        String behind = headers.containsKey(ID) ? json.substring(place + PLACE.length()) : "";
        all.remove(ID);
        return new Answer(
                new Form(status, reason, Collections.unmodifiableMap(all), body, json.substring(0, place), behind),
                null);
    }

    /** The HTTP status. */
    public int status() {
        return form.status;
    }

    /** The id that the request was given, which goes out as the header {@code weir-id}; null if it was not taken. */
    public @Nullable String id() {
        return id;
    }

    /** The headers beside that, by lower-case name. */
    public Map<String, String> headers() {
        return form.headers;
    }

    /** The text that goes out as the body, possibly empty. */
    public String body() {
        return form.body;
    }

    /** One of a few fixed words. */
    String reason() {
        return form.reason;
    }

    /** As Lambda takes it. */
    byte[] bytes() {
        return (form.before + (id == null ? "" : id) + form.behind).getBytes(StandardCharsets.UTF_8);
    }
}
