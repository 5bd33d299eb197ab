package io.weir.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Result result(Map<String, String> notes, Ratio... ratios) {
        Machine machine = new Machine(2, "cpu", 4096, "jdk", "kernel", "ext4");
        return new Result("One", "2026-11-29", machine, 0, 0, notes, List.of(), List.of(ratios));
    }

    private static Ratio ratio(@Nullable String goal, Double... rounds) {
        return new Ratio("ours by theirs", goal == null ? null : Goal.parse(goal), List.of(rounds));
    }

    private static List<String> worse(Ratio committed, Ratio fresh) {
        return Comparison.worse(result(Map.of(), committed), result(Map.of(), fresh));
    }

    @Test
    void lessIsBetter_moreThanNoise_isWorse() {
        assertThat(worse(ratio("<= 2", 1.0, 1.0, 1.0), ratio("<= 2", 1.5, 1.5, 1.5)))
                .singleElement()
                .asString()
                .contains("One", "ours by theirs", "was 1", "is 1.5");
    }

    @Test
    void moreIsBetter_lessThanNoise_isWorse() {
        assertThat(worse(ratio(">= 4", 6.0, 6.0, 6.0), ratio(">= 4", 5.0, 5.0, 5.0)))
                .hasSize(1);
        assertThat(worse(ratio(">= 4", 6.0, 6.0, 6.0), ratio(">= 4", 9.0, 9.0, 9.0)))
                .isEmpty();
    }

    @Test
    void withinATenth_isNoise_evenWithoutSpread() {
        assertThat(worse(ratio(null, 1.0), ratio(null, 1.09))).isEmpty();
        assertThat(worse(ratio(null, 1.0), ratio(null, 1.12))).hasSize(1);
    }

    @Test
    void spreadOfBoth_explainsMore() {
        assertThat(worse(ratio(null, 0.8, 1.0, 1.2), ratio(null, 1.2, 1.5, 1.7)))
                .isEmpty();
        assertThat(worse(ratio(null, 0.8, 1.0, 1.2), ratio(null, 2.0, 2.1, 2.2)))
                .hasSize(1);
    }

    @Test
    void nothingRefused_mustStayNothing() {
        assertThat(worse(ratio("<= 0", 0.0), ratio("<= 0", 0.0))).isEmpty();
        assertThat(worse(ratio("<= 0", 0.0), ratio("<= 0", 0.1))).hasSize(1);
    }

    @Test
    void ratioThatIsGone_isNamed_unlessItsPeerWasLeftOut() {
        Result committed = result(Map.of(), ratio(null, 1.0));
        assertThat(Comparison.worse(committed, result(Map.of())))
                .singleElement()
                .asString()
                .contains("was not measured");
        assertThat(Comparison.worse(committed, result(Map.of("theirs", "left out: no such tool"))))
                .isEmpty();
        assertThat(Comparison.worse(committed, result(Map.of("theirs", "version 1"))))
                .hasSize(1);
    }
}
