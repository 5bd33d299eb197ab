package io.weir.cli.diagnose;

import io.weir.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Prints a JSON tree as some library would.
 *
 * @param comma between members
 * @param colon behind a name
 * @param indent of a level, empty for all on one line
 * @param sorted whether names are put in order
 * @param ascii whether characters beyond ASCII are escaped
 * @param slashes whether slashes are escaped
 */
record JsonPrint(String comma, String colon, String indent, boolean sorted, boolean ascii, boolean slashes) {
    static final JsonPrint COMPACT = new JsonPrint(",", ":", "", false, false, false);
    static final JsonPrint SPACED = new JsonPrint(", ", ": ", "", false, false, false);

    static JsonPrint indented(String indent) {
        return new JsonPrint(",", ": ", indent, false, false, false);
    }

    JsonPrint inOrder() {
        return new JsonPrint(comma, colon, indent, true, ascii, slashes);
    }

    JsonPrint inAscii() {
        return new JsonPrint(comma, colon, indent, sorted, true, slashes);
    }

    JsonPrint withSlashes() {
        return new JsonPrint(comma, colon, indent, sorted, ascii, true);
    }

    String print(@Nullable Object tree) {
        StringBuilder text = new StringBuilder();
        print(text, tree, 1);
        return text.toString();
    }

    private void print(StringBuilder text, @Nullable Object value, int level) {
        switch (value) {
            case Map<?, ?> object -> {
                Map<Object, @Nullable Object> members = sorted ? new TreeMap<>() : new LinkedHashMap<>();
                members.putAll(object);
                String between = "";
                text.append('{');
                for (Map.Entry<Object, @Nullable Object> member : members.entrySet()) {
                    newLine(text.append(between), level);
                    text.append(scalar(member.getKey())).append(colon);
                    print(text, member.getValue(), level + 1);
                    between = comma;
                }
                close(text, members.isEmpty(), level).append('}');
            }
            case List<?> array -> {
                String between = "";
                text.append('[');
                for (Object element : array) {
                    newLine(text.append(between), level);
                    print(text, element, level + 1);
                    between = comma;
                }
                close(text, array.isEmpty(), level).append(']');
            }
            case null, default -> text.append(scalar(value));
        }
    }

    private StringBuilder close(StringBuilder text, boolean empty, int level) {
        if (!empty) {
            newLine(text, level - 1);
        }
        return text;
    }

    private void newLine(StringBuilder text, int level) {
        if (!indent.isEmpty()) {
            text.append('\n').append(indent.repeat(level));
        }
    }

    private String scalar(@Nullable Object value) {
        String text = slashes && value instanceof String ? Json.write(value).replace("/", "\\/") : Json.write(value);
        if (!ascii) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i); // the escape in lower case, as the libraries of senders write it
            escaped.append(c < 0x7F ? "" + c : "\\u%04x".formatted((int) c));
        }
        return escaped.toString();
    }
}
