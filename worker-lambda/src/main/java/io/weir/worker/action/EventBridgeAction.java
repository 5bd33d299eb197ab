package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.envelope.Utf8;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts an event on a bus. The detail is an object with source, id, type, whether these two are signed ({@code idSigned},
 * {@code typeSigned}), receivedAt, contentType, idempotencyKey and the body: as JSON where it is JSON ({@code body}), else as
 * {@code bodyText} or {@code bodyBase64}. If that, or the body alone, is more than a bus takes, the body is archived and its
 * place given instead ({@code archive}: bucket and key).
 */
final class EventBridgeAction implements Action {
    /** Room for what is not the detail: source, detail type, time. */
    private static final int MAX_DETAIL = EventBus.MAX_BYTES - 1024;

    private final EventBus events;
    private final ArchiveAction archive;
    private final String bus;
    private final @Nullable String detailType;

    /** @param detailType null for the event's own type */
    EventBridgeAction(EventBus events, ArchiveAction archive, String bus, @Nullable String detailType) {
        this.events = events;
        this.archive = archive;
        this.bus = bus;
        this.detailType = detailType;
    }

    @Override
    public void perform(Event event) throws IOException, PermanentFailureException {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("source", event.source());
        detail.put("id", event.id());
        detail.put("idSigned", event.idSigned());
        detail.put("type", event.type());
        detail.put("typeSigned", event.typeSigned());
        detail.put("receivedAt", event.receivedAt().toString());
        detail.put("contentType", event.contentType());
        detail.put("idempotencyKey", event.idempotencyKey());
        String json = whole(detail, event.body());
        if (json == null) {
            String key = archive.keep(event);
            detail.put("archive", Map.of("bucket", archive.bucketName(), "key", key));
            json = Json.write(detail);
        }
        events.put(bus, "weir." + event.source(), detailType(event), json, event.receivedAt());
    }

    /** The detail with its body, or null if a bus does not take it. A body that is too long by itself is not even read. */
    private static @Nullable String whole(Map<String, @Nullable Object> detail, byte[] body) {
        if (body.length > MAX_DETAIL) {
            return null;
        }
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(detail);
        putBody(whole, body);
        String json = Json.write(whole);
        return json.getBytes(StandardCharsets.UTF_8).length > MAX_DETAIL ? null : json;
    }

    private String detailType(Event event) {
        String type = detailType != null ? detailType : event.type().isBlank() ? "event" : event.type();
        return type.substring(0, Math.min(type.length(), EventBus.MAX_DETAIL_TYPE));
    }

    private static void putBody(Map<String, @Nullable Object> detail, byte[] body) {
        String text = Utf8.decode(body);
        if (text == null) {
            detail.put("bodyBase64", Base64.getEncoder().encodeToString(body));
            return;
        }
        try {
            detail.put("body", Json.read(text));
        } catch (JsonException e) {
            detail.put("bodyText", text);
        }
    }
}
