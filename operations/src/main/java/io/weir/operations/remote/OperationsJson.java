package io.weir.operations.remote;

import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.Change;
import io.weir.operations.text.Escaped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of the operations as JSON, and back: members have the names of the records' components, times are ISO-8601,
 * durations milliseconds under the name with {@code Ms} behind it, constants in lower case.
 */
public final class OperationsJson {
    private OperationsJson() {}

    /** The tree of a record, or of a list, set or map of them. */
    public static @Nullable Object tree(@Nullable Object value) {
        return RecordJson.tree(value);
    }

    /** A record as one line of JSON, in which no character can move a cursor or hide what follows. */
    public static String line(Object value) {
        // Beyond ASCII, JSON has nothing but strings, which know such escapes.
        return Escaped.line(Json.write(RecordJson.tree(value)));
    }

    /**
     * The record of a tree.
     *
     * @throws JsonException if the tree is not one of it; the message says where, without the value
     */
    public static <T extends Record> T read(Class<T> type, @Nullable Object tree) throws JsonException {
        return RecordJson.read(type, tree);
    }

    /** The tree of a change. */
    public static Map<String, @Nullable Object> tree(Change change) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("verb", change.verb());
        if (change instanceof Change.Replay replay) {
            tree.put("action", replay.action());
        }
        return tree;
    }

    /**
     * The change of a tree.
     *
     * @throws JsonException if it is none
     */
    public static Change change(@Nullable Object tree) throws JsonException {
        if (tree instanceof Map<?, ?> members && members.get("verb") instanceof String verb) {
            Object action = members.get("action");
            Change change = switch (verb) {
                case "retry" -> new Change.Retry();
                case "remove" -> new Change.Remove();
                case "replay" -> action == null || action instanceof String ? new Change.Replay((String) action) : null;
                default -> null;
            };
            if (change != null) {
                return change;
            }
        }
        throw new JsonException("change: expected retry, replay or remove");
    }

    /** The tree of a request as it came, its body as base64. It has every signature and secret in it. */
    public static Map<String, @Nullable Object> tree(ReceivedRequest request) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", request.id());
        tree.put("source", request.source());
        tree.put("receivedAt", request.receivedAt().toString());
        tree.put("method", request.method());
        tree.put("url", request.url());
        tree.put("headers", request.headers());
        tree.put("body", Base64.getEncoder().encodeToString(request.body()));
        return tree;
    }

    /**
     * The request of a tree.
     *
     * @throws JsonException if it is none
     */
    public static ReceivedRequest envelope(@Nullable Object tree) throws JsonException {
        if (!(tree instanceof Map<?, ?> members) || !(members.get("headers") instanceof Map<?, ?> given)) {
            throw new JsonException("envelope: expected an object with headers");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<?, ?> header : given.entrySet()) {
            headers.put(string("header", header.getKey()), string("header", header.getValue()));
        }
        try {
            return new ReceivedRequest(
                    string("source", members.get("source")),
                    Instant.parse(string("receivedAt", members.get("receivedAt"))),
                    string("method", members.get("method")),
                    string("url", members.get("url")),
                    headers,
                    Base64.getDecoder().decode(string("body", members.get("body"))),
                    members.get("id") == null ? null : string("id", members.get("id")));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new JsonException("envelope: expected a time, and a body as base64");
        }
    }

    private static String string(String name, @Nullable Object tree) throws JsonException {
        if (tree instanceof String text) {
            return text;
        }
        throw new JsonException("envelope: expected the text of " + name);
    }
}
