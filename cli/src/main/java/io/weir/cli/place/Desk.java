package io.weir.cli.place;

import io.weir.cli.text.Interrupts;
import io.weir.cli.text.Speech;
import java.time.Clock;
import java.time.Duration;

/**
 * What the commands have around them.
 *
 * @param clock tells ages, and when to say how far a change is
 * @param pause waits between attempts to reach something
 */
public record Desk(Places places, Speech speech, Interrupts interrupts, Clock clock, Pause pause) {
    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after this time. */
        void of(Duration time) throws InterruptedException;
    }
}
