package io.weir.worker.action;

import io.weir.action.PermanentFailureException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Shows where an action failed that threw what no action is meant to throw: a fault in its code, for whoever wrote it. Once a
 * minute for each action and class of exception, so that a bad jar fills no disk. Thread-safe.
 *
 * <p>Shown are classes, frames, and of a message the first line, shortened: the log line of the record has it as its detail
 * anyway. A message may hold what a stranger wrote, so nothing in it can end the line or steer a terminal.
 */
public final class ForeignFaults {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MAX_KNOWN = 1000;
    private static final int MAX_CAUSES = 5;
    private static final int MAX_FRAMES = 40;
    private static final int MAX_MESSAGE = 200;

    private final PrintStream err;
    private final Clock clock;
    private final Map<String, Instant> shown = new HashMap<>();

    public ForeignFaults(PrintStream err, Clock clock) {
        this.err = err;
        this.clock = clock;
    }

    /** Shows a fault of an action, unless it is one that an action is meant to throw, or was shown a moment ago. */
    void report(String action, Throwable fault) {
        boolean isMeant = fault instanceof IOException
                || fault instanceof PermanentFailureException
                || fault instanceof InterruptedException;
        if (!isMeant && isDue(action + " " + fault.getClass().getName())) {
            err.print(text(action, fault)); // at once: lines of two threads must not mix
        }
    }

    private synchronized boolean isDue(String key) {
        Instant now = clock.instant();
        Instant last = shown.get(key);
        if (last != null && now.isBefore(last.plus(PAUSE))) {
            return false;
        }
        if (shown.size() >= MAX_KNOWN) {
            shown.clear();
        }
        shown.put(key, now);
        return true;
    }

    private static String text(String action, Throwable fault) {
        StringBuilder text = new StringBuilder("weir: the action " + action + " threw ");
        Throwable each = fault;
        for (int i = 0; each != null && i < MAX_CAUSES; i++) {
            text.append(i == 0 ? "" : "Caused by: ").append(each.getClass().getName());
            text.append(message(each)).append('\n');
            StackTraceElement[] frames = each.getStackTrace();
            Arrays.stream(frames)
                    .limit(MAX_FRAMES)
                    .forEach(frame -> text.append("\tat ").append(frame).append('\n'));
            if (frames.length > MAX_FRAMES) {
                text.append("\t... ").append(frames.length - MAX_FRAMES).append(" more\n");
            }
            each = each.getCause();
        }
        return text.toString();
    }

    private static String message(Throwable fault) {
        String message = fault.getMessage();
        if (message == null || message.isEmpty()) {
            return "";
        }
        String line = message.lines().findFirst().orElse("");
        String shortened = line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
        StringBuilder shown = new StringBuilder(": ");
        shortened.codePoints().forEach(c -> {
            boolean isPlain = c >= ' ' && (c < 0x7F || Character.isLetterOrDigit(c));
            shown.appendCodePoint(isPlain ? c : '?');
        });
        return shown.toString();
    }
}
