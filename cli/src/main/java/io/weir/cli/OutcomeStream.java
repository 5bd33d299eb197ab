package io.weir.cli;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the worker's log: one outcome a record. Thread-safe. */
final class OutcomeStream extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final BlockingQueue<Map<?, ?>> outcomes = new LinkedBlockingQueue<>();

    @Override
    public synchronized void write(int b) {
        if (b != '\n') {
            line.write(b);
            return;
        }
        try {
            Map<String, ?> json = Json.readObject(line.toByteArray());
            if (json.containsKey("Outcome")) {
                outcomes.add(json);
            }
        } catch (JsonException e) {
            // Not a line of the log.
        }
        line.reset();
    }

    /** The next record's log line, or null if none comes in time. */
    @Nullable
    Map<?, ?> next(int seconds) throws InterruptedException {
        return outcomes.poll(seconds, TimeUnit.SECONDS);
    }
}
