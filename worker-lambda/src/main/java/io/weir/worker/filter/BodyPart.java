package io.weir.worker.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.weir.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a body what a pattern looks at, in one pass that keeps nothing else of it, and counts what that is: values in
 * arrays multiply, so that a body of a few hundred KiB could keep the library busy for hours. Not thread-safe.
 */
final class BodyPart {
    /** What is copied at most, in characters, and what each value costs besides. */
    private static final int MAX_SIZE = 256 * 1024;

    private static final int VALUE = 16;

    /** About a second. */
    private static final long MAX_STEPS = 10_000_000;

    /** Two members of one name are found where it matters: a set of all names would hold a large body a second time. */
    private static final JsonFactory FACTORY = Json.FACTORY
            .rebuild()
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Paths paths;
    private final JsonParser from;
    private final JsonGenerator to;
    private final Map<String, Integer> counts = new HashMap<>();
    private int size;

    private BodyPart(Paths paths, JsonParser from, JsonGenerator to) {
        this.paths = paths;
        this.from = from;
        this.to = to;
    }

    /**
     * The part of a body.
     *
     * @param name under which the pattern knows the body
     * @return null if it is no JSON
     * @throws UnfilterableException if it is JSON of which nobody can tell what it says, or too much
     */
    static @Nullable Offer of(byte[] body, String name, Paths paths) throws UnfilterableException {
        StringWriter text = new StringWriter();
        try (JsonParser from = FACTORY.createParser(body);
                JsonGenerator to = FACTORY.createGenerator(text)) {
            if (from.nextToken() == null) {
                return null;
            }
            BodyPart part = new BodyPart(paths, from, to);
            long combinations = part.copy(name);
            if (from.nextToken() != null) {
                return null;
            }
            to.flush();
            return new Offer(text.toString(), part.steps(combinations));
        } catch (StreamConstraintsException e) {
            throw new UnfilterableException(
                    "the body is JSON that is nested too deep, or has a number that is too long", e);
        } catch (IOException e) {
            return null;
        }
    }

    /** Copies the current value. Returns how many combinations of values in one element of each array there are. */
    private long copy(String path) throws IOException, UnfilterableException {
        return switch (from.currentToken()) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            default -> {
                String text = from.getText();
                size += VALUE + text.length();
                if (size > MAX_SIZE) {
                    throw tooMuch();
                }
                if (from.currentToken() == JsonToken.VALUE_STRING) {
                    to.writeString(whole(text));
                } else {
                    if (from.currentToken().isNumeric() && paths.compare(path) && !Numbers.isComparable(text)) {
                        throw new UnfilterableException("the pattern compares a number that no double has");
                    }
                    to.writeRawValue(text); // as it was written: it is what the library compares
                }
                counts.merge(path, 1, Integer::sum);
                yield 1;
            }
        };
    }

    private long object(String path) throws IOException, UnfilterableException {
        Set<String> names = new HashSet<>();
        long product = 1;
        to.writeStartObject();
        while (from.nextToken() != JsonToken.END_OBJECT) {
            String name = from.currentName();
            String inner = path + "." + name;
            from.nextToken();
            if (!paths.leadTo(inner)) {
                from.skipChildren();
                continue;
            }
            if (!names.add(name)) {
                throw new UnfilterableException("the body has a member twice that the pattern looks at");
            }
            to.writeFieldName(name);
            product = Math.min(product * copy(inner), MAX_STEPS + 1);
        }
        to.writeEndObject();
        return product;
    }

    private long array(String path) throws IOException, UnfilterableException {
        long sum = 0;
        to.writeStartArray();
        while (from.nextToken() != JsonToken.END_ARRAY) {
            sum = Math.min(sum + copy(path), MAX_STEPS + 1);
        }
        to.writeEndArray();
        return Math.max(1, sum);
    }

    /** For each combination the library may look at all values of one field. */
    private long steps(long combinations) throws UnfilterableException {
        long most = counts.size() < 2
                ? 1
                : counts.values().stream().mapToLong(Integer::longValue).max().orElse(1);
        long steps = combinations * most * paths.branches();
        if (steps > MAX_STEPS) {
            throw new UnfilterableException("the pattern looks at too many elements of arrays in the body");
        }
        return steps;
    }

    /**
     * The text, if it is one of Unicode and not too long.
     *
     * @throws UnfilterableException if it has half a character, too: made to bytes, it would be equal to others
     */
    static String whole(String text) throws UnfilterableException {
        if (text.length() > MAX_SIZE) {
            throw tooMuch();
        }
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (!Character.isHighSurrogate(unit)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new UnfilterableException("the pattern looks at a text with half a character");
                }
                i++;
            }
        }
        return text;
    }

    private static UnfilterableException tooMuch() {
        return new UnfilterableException("the pattern looks at more than " + MAX_SIZE + " characters");
    }
}
