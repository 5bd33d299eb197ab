package io.weir.benchmarks.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One quantity by another of the same round: what a machine of another speed leaves as it is.
 *
 * @param goal null if none was set
 * @param rounds never empty
 */
public record Ratio(String name, @Nullable Goal goal, List<Double> rounds) {
    /** A ratio without a round was not measured. */
    public Ratio {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException(name + " has no round");
        }
        rounds = List.copyOf(rounds);
    }

    /** The middle of the rounds. */
    public double median() {
        return Spread.of(rounds).median();
    }

    /** The least and the most of the rounds. */
    public Spread spread() {
        return Spread.of(rounds);
    }

    /** Whether the middle is as good as it should be; without a goal it is. */
    public boolean isReached() {
        return goal == null || goal.isReachedBy(median());
    }
}
