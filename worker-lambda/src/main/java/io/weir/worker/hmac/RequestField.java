package io.weir.worker.hmac;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.FieldLocation;
import io.weir.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an id or a type of a request that has been verified. */
final class RequestField {
    /** An array's index, without leading zeros (RFC 6901). */
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    /** Without a set of all names, which would hold a large body's a second time: the first of a name counts. */
    private static final JsonFactory FACTORY = Json.FACTORY
            .rebuild()
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RequestField() {}

    /** The value, or null if the request has none there; a body that is no JSON has none. */
    static @Nullable String read(@Nullable FieldLocation location, ReceivedRequest request) {
        return switch (location) {
            case null -> null;
            case FieldLocation.Header(String name) -> request.header(name);
            case FieldLocation.Body(List<String> path) -> fromBody(path, request.body());
        };
    }

    /** Streams up to the value: nothing is kept of the body, and it may be no deeper than {@link Json} allows. */
    private static @Nullable String fromBody(List<String> path, byte[] body) {
        try (JsonParser json = FACTORY.createParser(body)) {
            json.nextToken();
            for (String name : path) {
                if (!enter(json, name)) {
                    return null;
                }
            }
            return json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL
                    ? json.getText()
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Moves from the start of an object or array to the value of one of its members. */
    private static boolean enter(JsonParser json, String name) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> enterObject(json, name);
            case START_ARRAY -> INDEX.matcher(name).matches() && enterArray(json, Integer.parseInt(name));
            case null, default -> false;
        };
    }

    private static boolean enterObject(JsonParser json, String name) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = json.currentName().equals(name);
            json.nextToken();
            if (found) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    private static boolean enterArray(JsonParser json, int index) throws IOException {
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == index) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }
}
