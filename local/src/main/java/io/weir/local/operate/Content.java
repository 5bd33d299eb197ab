package io.weir.local.operate;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.RequestSummary;
import io.weir.worker.action.ArchiveKey;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** By what the content of some requests is known again in a file: ids, whole bodies, texts of bodies. */
final class Content {
    /** A shorter text may stand in a file by chance. */
    private static final int SHORTEST_TEXT = 16;

    /** Texts are held in memory; whole bodies are known by their hash, of which there can be more. */
    private static final int MAX_TEXTS = 2_000;

    private static final int LONGEST_TEXT = 16_384;

    private final Set<String> ids = new HashSet<>();
    private final Set<String> events = new HashSet<>();
    private final Set<String> hashes = new HashSet<>();
    private final Set<String> texts = new HashSet<>();

    void add(RequestSummary request, @Nullable ReceivedRequest envelope) {
        ids.add(request.id());
        if (request.senderId() != null) {
            events.add(event(request.source(), ArchiveKey.safe(request.senderId())));
        }
        if (envelope != null && envelope.body().length > 0) {
            hashes.add(Sha256.hex(envelope.body()));
            String body = new String(envelope.body(), StandardCharsets.UTF_8);
            text(body);
            text(message(body));
        }
    }

    private void text(String text) {
        String plain = plain(text);
        if (plain.length() >= SHORTEST_TEXT && plain.length() <= LONGEST_TEXT && texts.size() < MAX_TEXTS) {
            texts.add(plain);
        }
    }

    /** What SNS carried, if the body is a message of SNS; else empty. */
    private static String message(String body) {
        try {
            Map<String, @Nullable Object> json = Json.readObject(body);
            if (json.get("Message") instanceof String message) {
                return message;
            }
        } catch (JsonException e) {
            // Another body.
        }
        return "";
    }

    /** Mail programs and JSON write line ends and slashes in their own way. */
    static String plain(String text) {
        return text.replace("\r\n", "\n").strip();
    }

    private static String event(String source, String safeId) {
        return source + " " + safeId;
    }

    /** Whether an archived object with this source and id, made safe for a key, is one of them. */
    boolean holdsEvent(String source, String safeId) {
        return events.contains(event(source, safeId));
    }

    boolean holds(byte[] content) {
        if (hashes.contains(Sha256.hex(content))) {
            return true;
        }
        String read = plain(new String(content, StandardCharsets.UTF_8));
        return ids.stream().anyMatch(read::contains) || texts.stream().anyMatch(read::contains);
    }
}
