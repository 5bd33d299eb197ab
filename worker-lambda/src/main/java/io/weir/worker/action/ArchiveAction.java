package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.envelope.Sha256;
import io.weir.json.Json;
import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the body of an event in the bucket, byte for byte, once. The headers go into the object's metadata, or beside it
 * as {@code <key>~headers} where they exceed what S3 admits.
 *
 * <p>An event that comes again changes nothing. If another body is already stored under the same id, both are kept, the
 * later one as {@code <key>~<SHA-256 of its body>}.
 */
final class ArchiveAction implements Action {
    /** S3 admits 2 KB of user metadata, names and values together. */
    private static final int MAX_METADATA = 1900;

    private final Bucket bucket;
    private final ArchiveKey key;

    ArchiveAction(Bucket bucket, ArchiveKey key) {
        this.bucket = bucket;
        this.key = key;
    }

    String bucketName() {
        return bucket.name();
    }

    @Override
    public void perform(Event event) throws IOException, PermanentFailureException {
        keep(event);
    }

    /** Archives the event. Returns the key under which its body lies. */
    String keep(Event event) throws IOException, PermanentFailureException {
        String path = key.of(event);
        Map<String, String> metadata = metadata(event);
        String headers = Json.writeAscii(event.headers());
        if (size(metadata) + "headers".length() + headers.length() <= MAX_METADATA) {
            metadata.put("headers", headers);
        } else {
            bucket.put(path + "~headers", headers.getBytes(StandardCharsets.US_ASCII), "application/json", Map.of());
        }
        if (bucket.putIfAbsent(path, event.body(), event.contentType(), metadata)
                || Arrays.equals(bucket.get(path), event.body())) {
            return path;
        }
        String apart = path + "~" + Sha256.hex(event.body());
        bucket.putIfAbsent(apart, event.body(), event.contentType(), metadata);
        return apart;
    }

    private static Map<String, String> metadata(Event event) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("source", event.source());
        metadata.put("id", ArchiveKey.safe(event.id()));
        metadata.put("type", ArchiveKey.safe(event.type()));
        metadata.put("received-at", event.receivedAt().toString());
        return metadata;
    }

    private static int size(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
    }
}
