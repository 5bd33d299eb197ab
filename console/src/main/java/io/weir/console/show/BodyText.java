package io.weir.console.show;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.operations.text.Blanked;
import io.weir.operations.text.Escaped;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A body for eyes: what proves its sender blanked, control characters as escapes.
 *
 * @param kind what it is taken for
 * @param text what is shown of it, or null where it is too large to be shown
 */
public record BodyText(Kind kind, @Nullable String text) {
    /** A larger one is not shown. */
    public static final int MOST = 64 * 1024;

    /** What a body is taken for, by its bytes rather than by what its sender says. */
    public enum Kind {
        EMPTY("empty"),
        JSON("JSON"),
        FORM("form"),
        XML("XML"),
        TEXT("text"),
        BYTES("bytes"),
        LARGE("large");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** For people. */
        public String word() {
            return word;
        }
    }

    /** The body of a request. */
    public static BodyText of(ReceivedRequest request) {
        byte[] body = request.body();
        if (body.length == 0) {
            return new BodyText(Kind.EMPTY, "");
        } else if (body.length > MOST) {
            return new BodyText(Kind.LARGE, null);
        }
        String text = text(body);
        if (text == null) {
            return new BodyText(Kind.BYTES, Hex.of(body));
        }
        return of(text, request.header("content-type"));
    }

    private static BodyText of(String text, @Nullable String contentType) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        String start = text.stripLeading();
        String json = start.startsWith("{") || start.startsWith("[") ? json(text) : null;
        if (json != null) {
            return shown(Kind.JSON, json);
        } else if (type.startsWith("application/x-www-form-urlencoded")) {
            return shown(Kind.FORM, form(text));
        }
        String xml = start.startsWith("<") && type.contains("xml") ? XmlText.of(text) : null;
        return xml != null ? shown(Kind.XML, xml) : shown(Kind.TEXT, text);
    }

    private static BodyText shown(Kind kind, String text) {
        return new BodyText(kind, Escaped.text(Blanked.body(text).replace("\r\n", "\n")));
    }

    /** Null if the bytes are not text. */
    private static @Nullable String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t') ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Null if it is not JSON. Numbers stay as they were written. */
    private static @Nullable String json(String text) {
        StringWriter pretty = new StringWriter();
        try (JsonParser parser = Json.FACTORY.createParser(text);
                JsonGenerator generator = new JsonFactory().createGenerator(pretty)) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            generator.setPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
            while (parser.nextToken() != null) {
                if (parser.currentToken().isNumeric()) {
                    generator.writeNumber(parser.getText());
                } else {
                    generator.copyCurrentEvent(parser);
                }
            }
        } catch (IOException e) {
            return null;
        }
        return pretty.toString();
    }

    private static String form(String text) {
        return Arrays.stream(text.split("&", -1)).map(BodyText::field).collect(Collectors.joining("\n"));
    }

    private static String field(String pair) {
        String blanked = Blanked.url("?" + pair).substring(1);
        String[] parts = blanked.split("=", 2);
        return parts.length == 1 ? decoded(parts[0]) : decoded(parts[0]) + " = " + decoded(parts[1]);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
