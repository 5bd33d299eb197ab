package io.weir.console.api;

import io.weir.json.JsonException;
import io.weir.operations.Filter;
import io.weir.operations.remote.OperationsJson;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operation was given. */
record Arguments(Map<String, @Nullable Object> members) {
    Filter filter() throws JsonException {
        return OperationsJson.read(Filter.class, members.get("filter"));
    }

    String text(String name) throws JsonException {
        String text = textOrNull(name);
        if (text == null) {
            throw new JsonException(name + ": missing");
        }
        return text;
    }

    @Nullable
    String textOrNull(String name) throws JsonException {
        Object value = members.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new JsonException(name + ": expected text");
    }

    double number(String name) throws JsonException {
        if (members.get(name) instanceof BigDecimal number && number.precision() - number.scale() < 10) {
            return number.doubleValue();
        }
        throw new JsonException(name + ": expected a number");
    }

    boolean truth(String name) throws JsonException {
        if (members.get(name) instanceof Boolean truth) {
            return truth;
        }
        throw new JsonException(name + ": expected true or false");
    }
}
