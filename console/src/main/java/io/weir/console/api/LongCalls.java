package io.weir.console.api;

import io.weir.console.api.ApiHandler.Answer;
import io.weir.json.JsonException;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import io.weir.operations.remote.OperationsJson;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Operations that take their time, and answer in lines. Thread-safe. */
final class LongCalls {
    private static final Set<String> NAMES = Set.of("change", "purge", "watch");

    private final Operations operations;
    private final Duration heartbeat;
    private final Map<String, LineStream> running = new ConcurrentHashMap<>();

    LongCalls(Operations operations, Duration heartbeat) {
        this.operations = operations;
        this.heartbeat = heartbeat;
    }

    boolean has(String operation) {
        return NAMES.contains(operation);
    }

    /** Tells the call of a key to end. Returns how many there were. */
    int stop(String key) {
        LineStream lines = running.get(key);
        if (lines != null) {
            lines.stop();
        }
        return lines == null ? 0 : 1;
    }

    /** What an operation does with its lines. */
    @FunctionalInterface
    private interface Work {
        void with(LineStream lines) throws IOException, InterruptedException;
    }

    void answer(String operation, Map<String, @Nullable Object> members, Answer answer) throws JsonException {
        Arguments arguments = new Arguments(members);
        String key = arguments.textOrNull("key");
        Work work = switch (operation) {
            case "change" -> change(arguments);
            case "purge" -> purge(arguments);
            default -> watch(arguments.textOrNull("after"));
        };
        Thread waiting = operation.equals("watch") ? Thread.currentThread() : null;
        try (LineStream lines = LineStream.begin(answer, heartbeat, waiting)) {
            run(key == null ? UUID.randomUUID().toString() : key, work, lines);
        }
    }

    private Work change(Arguments arguments) throws JsonException {
        Change change = OperationsJson.change(arguments.members().get("change"));
        Filter filter = arguments.filter();
        double perSecond = arguments.number("perSecond");
        return lines -> lines.result(operations.change(change, filter, perSecond, lines::progress));
    }

    private Work purge(Arguments arguments) throws JsonException {
        Filter filter = arguments.filter();
        boolean trace = arguments.truth("trace");
        return lines -> lines.result(operations.purge(filter, trace, lines::progress));
    }

    private Work watch(@Nullable String after) {
        return lines -> operations.watch(after, lines::event);
    }

    private void run(String key, Work work, LineStream lines) {
        if (running.putIfAbsent(key, lines) != null) {
            lines.error("this key is in use", true);
            return;
        }
        try {
            work.with(lines);
        } catch (OperationsException | IllegalArgumentException e) {
            lines.error(String.valueOf(e.getMessage()), true);
        } catch (IOException e) {
            lines.error(ApiHandler.why(e), false);
        } catch (RuntimeException e) {
            lines.error("weir failed: " + e.getClass().getSimpleName(), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the client went: nobody is there to be told
        } finally {
            running.remove(key, lines);
        }
    }

    static Map<String, @Nullable Object> errorLine(String sentence, boolean isFinal) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("error", sentence);
        line.put("isFinal", isFinal);
        return line;
    }
}
