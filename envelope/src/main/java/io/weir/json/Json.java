package io.weir.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as trees of {@link Map} (in order), {@link List}, {@link String}, {@link BigDecimal},
 * {@link Boolean} and null. Strict: one value, no duplicate keys, nothing behind it, bounded depth. Thread-safe.
 */
public final class Json {
    private static final int MAX_DEPTH = 100;

    /** The strict factory; for callers that stream instead of building a tree. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /**
     * Reads one JSON value.
     *
     * @throws JsonException if the text is anything else
     */
    public static @Nullable Object read(String text) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return readAll(parser);
        } catch (JsonProcessingException e) {
            throw syntaxError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string does no I/O
        }
    }

    /** As {@link #read(String)}, from UTF-8 (or another encoding that JSON admits). */
    public static @Nullable Object read(byte[] text) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return readAll(parser);
        } catch (JsonProcessingException e) {
            throw syntaxError(e);
        } catch (IOException e) {
            throw new JsonException("not text: " + e.getClass().getSimpleName());
        }
    }

    /**
     * Reads one JSON object.
     *
     * @throws JsonException if the text is anything else
     */
    public static Map<String, @Nullable Object> readObject(String text) throws JsonException {
        return object(read(text));
    }

    /** As {@link #readObject(String)}, from UTF-8 (or another encoding that JSON admits). */
    public static Map<String, @Nullable Object> readObject(byte[] text) throws JsonException {
        return object(read(text));
    }

    @SuppressWarnings("unchecked") // readValue puts nothing but strings as names
    private static Map<String, @Nullable Object> object(@Nullable Object tree) throws JsonException {
        if (tree instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new JsonException("not an object");
    }

    /** Writes a tree as compact JSON. Null members are written as null. */
    public static String write(@Nullable Object tree) {
        return write(tree, false);
    }

    /** As {@link #write(Object)}, with every character beyond ASCII escaped. */
    public static String writeAscii(@Nullable Object tree) {
        return write(tree, true);
    }

    private static String write(@Nullable Object tree, boolean ascii) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), ascii);
            writeValue(generator, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeValue(JsonGenerator generator, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case Map<?, ?> object -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> member : object.entrySet()) {
                    generator.writeFieldName(String.valueOf(member.getKey()));
                    writeValue(generator, member.getValue());
                }
                generator.writeEndObject();
            }
            case Iterable<?> array -> {
                generator.writeStartArray();
                for (Object element : array) {
                    writeValue(generator, element);
                }
                generator.writeEndArray();
            }
            case Boolean truth -> generator.writeBoolean(truth);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case BigDecimal number -> generator.writeNumber(number);
            default -> generator.writeString(value.toString());
        }
    }

    private static @Nullable Object readAll(JsonParser parser) throws IOException, JsonException {
        if (parser.nextToken() == null) {
            throw new JsonException("empty");
        }
        Object value = readValue(parser);
        if (parser.nextToken() != null) {
            throw new JsonException(at("something behind the value", parser.currentTokenLocation()));
        }
        return value;
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, readValue(parser));
                }
                yield Collections.unmodifiableMap(object);
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(readValue(parser));
                }
                yield Collections.unmodifiableList(array);
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static JsonException syntaxError(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return new JsonException(location == null ? "not JSON" : at("not strict JSON", location));
    }

    private static String at(String problem, JsonLocation location) {
        return problem + " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
