package io.weir.console.change;

import io.weir.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes changes down around their making. Thread-safe. */
public final class Changes {
    private final AuditLog audit;
    private final boolean readOnly;
    private final Clock clock;
    private final Consumer<String> warn;

    /**
     * Changes of one console.
     *
     * @param audit file that takes a line for each, or null to keep none
     * @param readOnly whether none may be made
     * @param warn takes a line when the outcome of a change could not be written down
     */
    public Changes(@Nullable Path audit, boolean readOnly, Clock clock, Consumer<String> warn) {
        this.audit = new AuditLog(audit);
        this.readOnly = readOnly;
        this.clock = clock;
        this.warn = warn;
    }

    /** Something that changes requests. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    <T> T make(Map<String, Object> about, Work<T> work, Function<T, Map<String, ?>> outcome) throws IOException {
        if (readOnly) {
            throw new OperationsException("this console is read-only");
        }
        String change = UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> begun = line(change);
        begun.putAll(about);
        begun.put("result", "begun");
        try {
            audit.add(begun);
        } catch (IOException e) {
            throw new OperationsException("not done, since it cannot be written to the audit file: " + e.getMessage());
        }
        return finish(change, work, outcome);
    }

    private <T> T finish(String change, Work<T> work, Function<T, Map<String, ?>> outcome) throws IOException {
        try {
            T result = work.run();
            end(change, "ended", outcome.apply(result));
            return result;
        } catch (IOException | RuntimeException e) {
            end(change, "failed", Map.of("why", String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private void end(String change, String result, Map<String, ?> outcome) {
        Map<String, Object> line = line(change);
        line.put("result", result);
        line.putAll(outcome);
        try {
            audit.add(line);
        } catch (IOException e) {
            warn.accept("what became of change " + change + " cannot be written to the audit file: " + e.getMessage());
        }
    }

    private Map<String, Object> line(String change) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", clock.instant().toString());
        line.put("change", change);
        return line;
    }
}
