package io.weir.worker.hmac;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.FieldLocation;
import io.weir.json.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an id or a type of a request that has been verified. */
final class RequestField {
    private RequestField() {}

    /** The value, or null if the request has none there; a body that is no JSON has none. */
    static @Nullable String read(@Nullable FieldLocation location, ReceivedRequest request) {
        return switch (location) {
            case null -> null;
            case FieldLocation.Header(String name) -> request.header(name);
            case FieldLocation.Body(List<String> path) -> fromBody(path, request.body());
        };
    }

    private static @Nullable String fromBody(List<String> path, byte[] body) {
        try (JsonParser json = Json.FACTORY.createParser(body)) {
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

    /** Moves from the start of an object to the value of one of its members. */
    private static boolean enter(JsonParser json, String name) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
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
}
