package io.weir.console.api;

import io.weir.envelope.ReceivedRequest;
import io.weir.json.JsonException;
import io.weir.operations.Operations;
import io.weir.operations.remote.OperationsJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operations that answer at once, with one object. */
final class ShortCalls {
    private static final Set<String> NAMES =
            Set.of("target", "status", "list", "groups", "show", "envelope", "cancel", "stop");

    private final Operations operations;
    private final LongCalls longCalls;

    ShortCalls(Operations operations, LongCalls longCalls) {
        this.operations = operations;
        this.longCalls = longCalls;
    }

    boolean has(String operation) {
        return NAMES.contains(operation);
    }

    Map<String, @Nullable Object> answer(String operation, Map<String, @Nullable Object> members)
            throws IOException, JsonException {
        Arguments arguments = new Arguments(members);
        return switch (operation) {
            case "target" -> object(operations.target());
            case "status" -> object(operations.status());
            case "list" ->
                object(operations.list(
                        arguments.filter(), arguments.textOrNull("after"), (int) arguments.number("limit")));
            case "groups" -> member("groups", OperationsJson.tree(operations.groups(arguments.filter())));
            case "show" -> member("life", OperationsJson.tree(operations.show(arguments.text("id"))));
            case "envelope" -> member("envelope", envelope(arguments.text("id")));
            case "cancel" -> member("count", operations.cancel());
            case "stop" -> member("count", longCalls.stop(arguments.text("key")));
            default -> throw new IllegalArgumentException("there is no operation of this name");
        };
    }

    private @Nullable Object envelope(String id) throws IOException {
        ReceivedRequest envelope = operations.envelope(id);
        return envelope == null ? null : OperationsJson.tree(envelope);
    }

    @SuppressWarnings("unchecked") // the tree of a record
    private static Map<String, @Nullable Object> object(Record fields) {
        return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(OperationsJson.tree(fields));
    }

    private static Map<String, @Nullable Object> member(String name, @Nullable Object tree) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put(name, tree);
        return object;
    }
}
