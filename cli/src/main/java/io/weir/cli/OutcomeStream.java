package io.weir.cli;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the worker's log while the tour plays: one outcome a record. Every line is passed on. When the tour is over, or more
 * outcomes wait than it has requests, none is kept: what serves on for months would be out of memory one day. Thread-safe.
 */
final class OutcomeStream extends OutputStream {
    static final int MOST = 100;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final BlockingQueue<Map<?, ?>> outcomes = new ArrayBlockingQueue<>(MOST);
    private final PrintStream next;
    private boolean over;

    /** @param next takes each line as it came */
    OutcomeStream(PrintStream next) {
        this.next = next;
    }

    @Override
    public synchronized void write(int b) {
        if (b != '\n') {
            line.write(b);
            return;
        }
        byte[] whole = line.toByteArray();
        line.reset();
        if (!over) {
            keep(whole);
        }
        next.write(whole, 0, whole.length);
        next.println();
    }

    private void keep(byte[] whole) {
        try {
            Map<String, ?> json = Json.readObject(whole);
            if (json.containsKey("Outcome")) {
                var unused = outcomes.offer(json);
            }
        } catch (JsonException e) {
            // Not a line of the log.
        }
    }

    /** The tour is over: from now on lines are only passed on. */
    synchronized void end() {
        over = true;
        outcomes.clear();
    }

    /** How many outcomes wait. */
    int waiting() {
        return outcomes.size();
    }

    /** The next record's log line, or null if none comes in time. */
    @Nullable
    Map<?, ?> next(int seconds) throws InterruptedException {
        return outcomes.poll(seconds, TimeUnit.SECONDS);
    }
}
