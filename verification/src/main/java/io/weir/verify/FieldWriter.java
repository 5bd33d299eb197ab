package io.weir.verify;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a value where a sender would put it. The counterpart of {@link RequestField}. */
public final class FieldWriter {
    /** Steps into an array, which is made where there is nothing. */
    private static final Set<String> FIRST = Set.of("*", "0");

    private FieldWriter() {}

    /**
     * The request with this value at a place, instead of what was there.
     *
     * @throws IllegalArgumentException if the body is neither a form nor JSON in which there is such a place
     */
    public static ReceivedRequest put(ReceivedRequest request, FieldLocation at, String value) {
        return switch (at) {
            case FieldLocation.Header(String name) -> {
                Map<String, String> headers = new LinkedHashMap<>(request.headers());
                headers.put(name, value);
                yield with(request, request.url(), headers, request.body());
            }
            case FieldLocation.Query(String name) -> {
                String url = request.url();
                yield with(
                        request,
                        url + (url.indexOf('?') < 0 ? '?' : '&') + encoded(name) + "=" + encoded(value),
                        request.headers(),
                        request.body());
            }
            case FieldLocation.Body(List<String> path) ->
                with(
                        request,
                        request.url(),
                        request.headers(),
                        RequestField.isJson(request.body())
                                ? json(request.body(), path, value)
                                : form(request.body(), path.getFirst(), value));
        };
    }

    private static ReceivedRequest with(ReceivedRequest request, String url, Map<String, String> headers, byte[] body) {
        return new ReceivedRequest(
                request.source(), request.receivedAt(), request.method(), url, headers, body, request.id());
    }

    private static byte[] form(byte[] body, String name, String value) {
        String text = new String(body, StandardCharsets.UTF_8);
        return (text + (text.isEmpty() ? "" : "&") + encoded(name) + "=" + encoded(value))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] json(byte[] body, List<String> path, String value) {
        try {
            Object tree = Json.read(body);
            return Json.write(put(tree, path, 0, value)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getMessage());
        }
    }

    private static Object put(@Nullable Object tree, List<String> path, int depth, String value) {
        if (depth == path.size()) {
            return value;
        }
        String step = path.get(depth);
        if (tree == null && FIRST.contains(step)) {
            return List.of(put(null, path, depth + 1, value));
        }
        if (tree instanceof List<?> array) {
            int index = step.equals("*") ? 0 : index(step);
            if (index >= array.size()) {
                throw new IllegalArgumentException("the body has no element " + step);
            }
            List<@Nullable Object> copy = new ArrayList<>(array);
            copy.set(index, put(array.get(index), path, depth + 1, value));
            return copy;
        }
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> object) {
            copy.putAll(object);
        } else if (tree != null) {
            throw new IllegalArgumentException("the body has no place for " + step);
        }
        copy.put(step, put(copy.get(step), path, depth + 1, value));
        return copy;
    }

    private static int index(String step) {
        try {
            return Integer.parseInt(step);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the body has an array where " + step + " was expected", e);
        }
    }
}
