package io.weir.worker.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.action.test.MovableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForeignFaultsTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-04T12:00:00Z"));
    private final ForeignFaults faults = new ForeignFaults(new PrintStream(err, true, UTF_8), clock);

    private String shown() {
        return err.toString(UTF_8);
    }

    @Test
    void report_whatAnActionIsMeantToThrow_isNotShown() {
        faults.report("chat", new IOException("down"));
        faults.report("chat", new RetryLaterException("later", Duration.ofSeconds(1)));
        faults.report("chat", new PermanentFailureException("never"));
        faults.report("chat", new InterruptedException());
        assertThat(shown()).isEmpty();
    }

    @Test
    void report_aFaultOfTheCode_showsActionClassFramesAndCauses() {
        faults.report("chat", new IllegalStateException("outer", new NullPointerException("inner")));
        assertThat(shown())
                .startsWith(
                        "weir: the action chat threw java.lang.IllegalStateException: outer\n\tat io.weir.worker.action."
                                + "ForeignFaultsTest.report_aFaultOfTheCode")
                .contains("\nCaused by: java.lang.NullPointerException: inner\n\tat ");
    }

    @Test
    void report_theSameAgain_isShownOnceAMinute_otherClassesAndActionsAtOnce() {
        for (int i = 0; i < 100; i++) {
            faults.report("chat", new IllegalStateException("x" + i));
        }
        faults.report("chat", new IllegalArgumentException("other class"));
        faults.report("mail", new IllegalStateException("other action"));
        assertThat(shown().lines().filter(line -> line.startsWith("weir: "))).hasSize(3);
        clock.advance(Duration.ofSeconds(61));
        faults.report("chat", new IllegalStateException("again"));
        assertThat(shown().lines().filter(line -> line.startsWith("weir: "))).hasSize(4);
    }

    @Test
    void report_aMessageOfAStranger_endsNoLineAndSteersNoTerminal() {
        faults.report("chat", new IllegalStateException("one \u001b[31m\u202e" + "x".repeat(500) + "\nweir: forged"));
        assertThat(shown())
                .doesNotContain("\u001b", "\u202e", "forged", "x".repeat(300))
                .contains("IllegalStateException: one ?[31m?x");
    }
}
