package io.weir.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.weir.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One line of JSON as it is written, and what was written of it. Not thread-safe. */
public final class LogLine {
    private static final int USUAL_BYTES = 768;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    private final Map<String, Object> written = new HashMap<>();
    private final JsonGenerator json;
    private boolean isInList;

    private LogLine() {
        try {
            json = Json.FACTORY.createGenerator(bytes);
            json.configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does no I/O
        }
    }

    /** A line to which nothing is written yet. */
    public static LogLine begin() {
        LogLine line = new LogLine();
        line.json(JsonGenerator::writeStartObject);
        return line;
    }

    /** Names of a list's elements are none of the line. */
    private void remember(String name, Object value) {
        if (!isInList) {
            written.put(name, value);
        }
    }

    /** Adds a text. */
    public LogLine text(String name, String value) {
        remember(name, value);
        return json(to -> to.writeStringField(name, value));
    }

    /** Adds a whole number. */
    public LogLine number(String name, long value) {
        remember(name, value);
        return json(to -> to.writeNumberField(name, value));
    }

    /** Adds a number. */
    public LogLine number(String name, double value) {
        remember(name, value);
        return json(to -> to.writeNumberField(name, value));
    }

    /** Adds true or false. */
    public LogLine flag(String name, boolean value) {
        return json(to -> to.writeBooleanField(name, value));
    }

    /** Adds a list of objects. */
    public <T> LogLine list(String name, List<T> elements, BiConsumer<LogLine, T> members) {
        json(to -> to.writeArrayFieldStart(name));
        isInList = true;
        for (T element : elements) {
            json(JsonGenerator::writeStartObject);
            members.accept(this, element);
            json(JsonGenerator::writeEndObject);
        }
        isInList = false;
        return json(JsonGenerator::writeEndArray);
    }

    /** The text or number that was written under a name, or null. */
    public @Nullable Object value(String name) {
        return written.get(name);
    }

    /** Ends the line. Returns it whole, with what ends a line. */
    public byte[] end() {
        json(JsonGenerator::writeEndObject).json(to -> to.writeRaw('\n')).json(JsonGenerator::close);
        return bytes.toByteArray();
    }

    /** Something that is written. */
    @FunctionalInterface
    interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    LogLine json(Part part) {
        try {
            part.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does no I/O
        }
        return this;
    }
}
