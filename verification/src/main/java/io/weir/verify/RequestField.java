package io.weir.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a value of a request. */
public final class RequestField {
    /** An array's index, without leading zeros (RFC 6901). */
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    /** Without a set of all names, which would hold a large body's a second time: the first of a name counts. */
    private static final JsonFactory LENIENT = Json.FACTORY
            .rebuild()
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Of a body that holds its own proof: it is read before anything is proven, with a set of its names. Real ones have some KB. */
    static final int MAX_PROOF_BODY = 1024 * 1024;

    private RequestField() {}

    /**
     * The value, or null if the request has none there; a body that is neither JSON nor a form has none. To be believed only
     * where the whole body is proven: of a name that is there twice, the first counts.
     */
    public static @Nullable String read(@Nullable FieldLocation location, ReceivedRequest request) {
        return switch (location) {
            case null -> null;
            case FieldLocation.Header(String name) -> request.header(name);
            case FieldLocation.Query(String name) -> parameter(name, request.url());
            case FieldLocation.Body(List<String> path) ->
                isJson(request.body()) ? fromBody(path, request.body()) : FormText.field(path, request.body());
        };
    }

    /**
     * The value of a field of which the proof is made. A body is refused that another reader could read in another way: with a
     * name that is there twice, or with something behind its end.
     *
     * @return null if there is none
     * @throws RejectionException {@code malformed} if the body is no such JSON or form
     */
    public static @Nullable String readStrictly(FieldLocation.Body at, ReceivedRequest request)
            throws RejectionException {
        List<String> values = readEach(at, request);
        return values.size() == 1 && !values.getFirst().isEmpty() ? values.getFirst() : null;
    }

    /**
     * The values at a place that may be several, an empty text for each that is missing.
     *
     * @throws RejectionException as {@link #readStrictly}
     */
    public static List<String> readEach(FieldLocation.Body at, ReceivedRequest request) throws RejectionException {
        if (request.body().length > MAX_PROOF_BODY) {
            throw RejectionException.malformed(
                    "the body holds its own proof and is longer than " + MAX_PROOF_BODY + " bytes");
        }
        if (!isJson(request.body())) {
            String value = FormText.onlyField(at.path(), request.body());
            return value == null ? List.of() : List.of(value);
        }
        List<String> values = new ArrayList<>();
        try (JsonParser json = Json.FACTORY.createParser(request.body())) {
            json.nextToken();
            collect(json, at.path(), 0, values);
            if (json.nextToken() == null) {
                return values;
            }
        } catch (IOException e) {
            // The rejection below.
        }
        throw RejectionException.malformed("the body is no JSON in which each name is there once");
    }

    /**
     * Whether a body is read as JSON, else as a form. The bytes decide, never the content type: nobody signs that, and whoever
     * changed it would have another id read of the same event.
     */
    public static boolean isJson(byte[] body) {
        for (byte character : body) {
            if (character == '{' || character == '[') {
                return true;
            }
            if (character > ' ') { // a byte order mark is below
                return false;
            }
        }
        return false;
    }

    /** A parameter's decoded value, or null if the URL has it not, or twice. */
    public static @Nullable String parameter(String name, String url) {
        return FormText.parameter(name, FormText.query(url));
    }

    /** Reads the value at which the parser stands to its end. */
    private static void collect(JsonParser json, List<String> path, int depth, List<String> values) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null) {
            throw new IOException("no value");
        }
        boolean isArray = token == JsonToken.START_ARRAY;
        if (depth == path.size() || !(isArray || token == JsonToken.START_OBJECT)) {
            boolean isText = depth == path.size() && token.isScalarValue() && token != JsonToken.VALUE_NULL;
            values.add(isText ? json.getText() : "");
            skip(json);
            return;
        }
        String step = path.get(depth);
        boolean isEach = isArray && step.equals("*");
        boolean found = isEach;
        JsonToken end = isArray ? JsonToken.END_ARRAY : JsonToken.END_OBJECT;
        for (int i = 0; json.nextToken() != end; i++) {
            boolean here = isEach || step.equals(isArray ? Integer.toString(i) : json.currentName());
            if (!isArray) {
                json.nextToken();
            }
            if (here) {
                collect(json, path, depth + 1, values);
                found = true;
            } else {
                skip(json);
            }
        }
        if (!found) {
            values.add("");
        }
    }

    /** To the end of a value. Unlike the parser's own way, every name in it is looked at. */
    private static void skip(JsonParser json) throws IOException {
        int open = json.currentToken().isStructStart() ? 1 : 0;
        while (open > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                throw new IOException("no end");
            }
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    /** Streams up to the value: nothing is kept of the body, and it may be no deeper than {@link Json} allows. */
    private static @Nullable String fromBody(List<String> path, byte[] body) {
        try (JsonParser json = LENIENT.createParser(body)) {
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
