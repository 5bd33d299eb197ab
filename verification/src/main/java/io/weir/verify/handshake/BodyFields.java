package io.weir.verify.handshake;

import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.FormText;
import io.weir.verify.RequestField;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands in a small body, JSON or a form. In any other body nothing does. */
final class BodyFields {
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,3}");

    private final byte @Nullable [] form;
    private final @Nullable Object tree;

    private BodyFields(byte @Nullable [] form, @Nullable Object tree) {
        this.form = form;
        this.tree = tree;
    }

    static BodyFields of(byte[] body) {
        if (!RequestField.isJson(body)) {
            return new BodyFields(body, null);
        }
        try {
            return new BodyFields(null, Json.read(body));
        } catch (JsonException e) {
            return new BodyFields(null, null);
        }
    }

    /** Whether there is anything but null. */
    boolean has(List<String> path) {
        return form == null ? at(path) != null : text(path) != null;
    }

    /** The text of a scalar value, or null. */
    @Nullable
    String text(List<String> path) {
        if (form != null) {
            return FormText.field(path, form);
        }
        @Nullable Object value = at(path);
        return value == null || value instanceof Map || value instanceof List ? null : value.toString();
    }

    /** The same, but of no number or truth: what is repeated is a text. */
    @Nullable
    String string(List<String> path) {
        if (form != null) {
            return FormText.field(path, form);
        }
        return at(path) instanceof String string ? string : null;
    }

    private @Nullable Object at(List<String> path) {
        @Nullable Object value = tree;
        for (String step : path) {
            if (value instanceof Map<?, ?> object) {
                value = object.get(step);
            } else if (value instanceof List<?> array && INDEX.matcher(step).matches()) {
                int index = Integer.parseInt(step);
                value = index < array.size() ? array.get(index) : null;
            } else {
                return null;
            }
        }
        return value;
    }
}
