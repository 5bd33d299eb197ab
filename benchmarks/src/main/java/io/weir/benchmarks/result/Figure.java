package io.weir.benchmarks.result;

import java.util.List;

/**
 * One quantity, as it was in each round.
 *
 * @param name its parts are separated by slashes, such as {@code weir-archive/64/rate}
 * @param rounds never empty
 */
public record Figure(String name, String unit, List<Double> rounds) {
    /** A quantity without a round was not measured. */
    public Figure {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException(name + " has no round");
        }
        rounds = List.copyOf(rounds);
    }

    /** The middle of the rounds: one stall of the machine must not decide. */
    public double median() {
        return Spread.of(rounds).median();
    }

    /** The least and the most of the rounds. */
    public Spread spread() {
        return Spread.of(rounds);
    }
}
