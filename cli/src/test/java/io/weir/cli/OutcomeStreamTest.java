package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class OutcomeStreamTest {
    private final ByteArrayOutputStream next = new ByteArrayOutputStream();
    private final OutcomeStream outcomes = new OutcomeStream(new PrintStream(next, true, UTF_8));
    private final PrintStream log = new PrintStream(outcomes, true, UTF_8);

    @Test
    void afterTheTour_nothingIsKept_andEveryLineIsPassedOn() {
        outcomes.end();
        for (int i = 0; i < 70_000; i++) {
            log.println("{\"Outcome\":\"Done\"}");
        }
        assertThat(outcomes.waiting()).isZero();
        assertThat(next.toString(UTF_8).lines()).hasSize(70_000);
    }

    @Test
    void whileTheTourPlays_noMoreIsKeptThanItMayNeed() {
        for (int i = 0; i < 10 * OutcomeStream.MOST; i++) {
            log.println("{\"Outcome\":\"Done\"}");
        }
        assertThat(outcomes.waiting()).isEqualTo(OutcomeStream.MOST);
    }

    @Test
    void outcomesComeInOrder_andOtherLinesAreNone() throws Exception {
        log.println("{\"Outcome\":\"Done\",\"n\":1}");
        log.println("{\"Status\":\"200\"}");
        log.println("no JSON");
        log.println("{\"Outcome\":\"Dead\",\"n\":2}");
        assertThat(outcomes.next(1))
                .extracting(line -> (Object) line.get("Outcome"))
                .isEqualTo("Done");
        assertThat(outcomes.next(1))
                .extracting(line -> (Object) line.get("Outcome"))
                .isEqualTo("Dead");
        assertThat(outcomes.waiting()).isZero();
    }
}
