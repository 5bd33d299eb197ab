package io.weir.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.FaultJournal.Line;
import io.weir.local.FaultJournal.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultRepeatsTest {
    private final List<Line> journal = new ArrayList<>();

    private void happens(int life, What... whats) {
        for (What what : whats) {
            journal.add(new Line(what, what == What.STORM ? "-" : "genuine-1", "" + life, journal.size()));
        }
    }

    private void assertExplained(String reason) {
        assertThat(FaultRepeats.of(journal)).isEqualTo(new FaultRepeats(Map.of(reason, 1), List.of()));
    }

    private void assertUnexplained() {
        assertThat(FaultRepeats.of(journal)).isEqualTo(new FaultRepeats(Map.of(), List.of("genuine-1")));
    }

    @Test
    void eachEffectOnce_isNoRepeat() {
        happens(1, What.STORM, What.EFFECT, What.MARKING, What.MARKED);
        assertThat(FaultRepeats.of(journal)).isEqualTo(new FaultRepeats(Map.of(), List.of()));
    }

    @Test
    void killedBeforeTheMark_isExplained() {
        happens(1, What.STORM, What.EFFECT, What.MARKING);
        happens(2, What.EFFECT, What.MARKING, What.MARKED);
        assertExplained("killed-between-effect-and-mark");
    }

    @Test
    void markedBeforeTheKill_isNotExplained() {
        happens(1, What.STORM, What.EFFECT, What.MARKING, What.MARKED);
        happens(2, What.EFFECT);
        assertUnexplained();
    }

    @Test
    void markedWithoutAnAnswer_isNotExplained() {
        happens(1, What.STORM, What.EFFECT, What.MARKING, What.MARKED, What.UNMARKED, What.EFFECT);
        assertUnexplained();
    }

    @Test
    void markThatFailed_isExplained() {
        happens(1, What.STORM, What.EFFECT, What.MARKING, What.UNMARKED, What.EFFECT);
        assertExplained("unmarked");
    }

    @Test
    void lastOfTwoMarksFailed_isExplained() {
        happens(1, What.STORM, What.EFFECT, What.MARKING, What.MARKED, What.MARKING, What.UNMARKED, What.EFFECT);
        assertExplained("unmarked");
    }

    @Test
    void sentAndReportedAsFailed_isExplained() {
        happens(1, What.STORM, What.EFFECT, What.REPORTED_AS_FAILED, What.EFFECT);
        assertExplained("sent-but-reported-as-failed");
    }

    @Test
    void twoAttemptsAtOnce_areNotExplained() {
        happens(1, What.STORM, What.EFFECT, What.MARKING, What.EFFECT, What.MARKING, What.MARKED, What.MARKED);
        assertUnexplained();
    }

    @Test
    void effectInCalm_isNeverExplained() {
        happens(1, What.EFFECT, What.STORM);
        happens(2, What.EFFECT);
        assertUnexplained();
    }
}
