package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.config.ConfigValue;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code eventbridge}: puts an event on a bus. The detail is an object with source, id, type, receivedAt, contentType,
 * idempotencyKey and the body: as JSON where it is JSON ({@code body}), else as {@code bodyText} or {@code bodyBase64}. If
 * that is more than a bus takes, the body is archived and its place given instead ({@code archive}: bucket and key).
 *
 * <p>Options: {@code bus} (not given: {@code WEIR_EVENT_BUS}), {@code detailType} (not given: the event's type, or
 * {@code event}), {@code key} (see {@link ArchiveKey}; where an oversize body is archived).
 */
public final class EventBridgeAction implements Action {
    private static final int MAX_DETAIL_TYPE = 128;

    /** Room for what is not the detail: source, detail type, time. */
    private static final int MAX_DETAIL = EventBus.MAX_BYTES - 1024;

    private final EventBus events;
    private final ArchiveAction archive;
    private final @Nullable String bus;
    private final @Nullable String detailType;

    /** @param defaultBus the bus of sources that name none, or null */
    public EventBridgeAction(EventBus events, ArchiveAction archive, @Nullable String defaultBus) {
        this(events, archive, defaultBus, null);
    }

    private EventBridgeAction(
            EventBus events, ArchiveAction archive, @Nullable String bus, @Nullable String detailType) {
        this.events = events;
        this.archive = archive;
        this.bus = bus;
        this.detailType = detailType;
    }

    @Override
    public String name() {
        return "eventbridge";
    }

    @Override
    public Action configure(ConfigValue options) {
        options.onlyMembers("bus", "detailType", "key");
        String named = options.at("bus").isPresent() ? options.at("bus").string() : bus;
        if (named == null) {
            throw options.at("bus").expected("the name or ARN of a bus, or WEIR_EVENT_BUS to be set");
        }
        String type =
                options.at("detailType").isPresent() ? options.at("detailType").string() : null;
        if (type != null && type.length() > MAX_DETAIL_TYPE) {
            throw options.at("detailType").expected("at most " + MAX_DETAIL_TYPE + " characters");
        }
        return new EventBridgeAction(events, archive.withKey(options.at("key")), named, type);
    }

    @Override
    public void perform(Event event) throws IOException, PermanentFailureException {
        if (bus == null) {
            throw new PermanentFailureException("no bus is configured");
        }
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("source", event.source());
        detail.put("id", event.id());
        detail.put("type", event.type());
        detail.put("receivedAt", event.receivedAt().toString());
        detail.put("contentType", event.contentType());
        detail.put("idempotencyKey", event.idempotencyKey());
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(detail);
        putBody(whole, event.body());
        String json = Json.write(whole);
        if (json.getBytes(StandardCharsets.UTF_8).length > MAX_DETAIL) {
            String key = archive.keep(event);
            detail.put("archive", Map.of("bucket", archive.bucketName(), "key", key));
            json = Json.write(detail);
        }
        events.put(bus, "weir." + event.source(), detailType(event), json, event.receivedAt());
    }

    private String detailType(Event event) {
        String type = detailType != null ? detailType : event.type().isBlank() ? "event" : event.type();
        return type.substring(0, Math.min(type.length(), MAX_DETAIL_TYPE));
    }

    private static void putBody(Map<String, @Nullable Object> detail, byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
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
