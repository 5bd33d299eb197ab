package io.weir.cli.text;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How far a change is: a bar on a terminal, elsewhere a line each 10 s. */
public final class ProgressLine implements AutoCloseable {
    private static final Duration EACH = Duration.ofSeconds(10);
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final int BAR = 30;

    private final Speech speech;
    private final Clock clock;
    private final boolean isBar;
    private Instant next;
    private int drawn;

    /** @param clock tells when a line is due */
    public ProgressLine(Speech speech, Clock clock) {
        this.speech = speech;
        this.clock = clock;
        this.isBar = speech.terminal().isError();
        this.next = isBar ? clock.instant() : clock.instant().plus(EACH);
    }

    /** After a step; total is -1 if nobody knows it. */
    public void at(long done, long failed, long total) {
        Instant now = clock.instant();
        boolean isLast = done + failed == total;
        if (now.isBefore(next) && !(isBar && isLast)) {
            return;
        }
        next = now.plus(isBar ? REDRAW : EACH);
        String count = done + (total < 0 ? "" : " of " + total) + (failed == 0 ? "" : ", " + failed + " failed");
        if (isBar) {
            draw(bar(done + failed, total) + count);
        } else {
            speech.say(count);
        }
    }

    private static String bar(long tried, long total) {
        if (total <= 0) {
            return "";
        }
        int full = (int) (BAR * Math.min(tried, total) / total);
        return "[" + "#".repeat(full) + " ".repeat(BAR - full) + "] ";
    }

    private void draw(String text) {
        speech.put("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
        drawn = text.length();
    }

    /** Takes the bar away, so that the summary stands there. */
    @Override
    public void close() {
        if (drawn > 0) {
            speech.put("\r" + " ".repeat(drawn) + "\r");
        }
    }
}
