package io.weir.benchmarks.result;

import java.util.List;

/** Where the rounds of a measurement lie. */
public record Spread(double low, double median, double high) {
    static Spread of(List<Double> rounds) {
        List<Double> sorted = rounds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.getFirst(), median, sorted.getLast());
    }

    /** How far the rounds lie apart, as a share of their middle. */
    double noise() {
        return median == 0 ? 0 : (high - low) / Math.abs(median);
    }
}
