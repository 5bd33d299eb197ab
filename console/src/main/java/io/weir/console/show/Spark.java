package io.weir.console.show;

import java.util.ArrayList;
import java.util.List;

/**
 * 24 bars, one an hour.
 *
 * @param bars from left to right
 * @param label the same in words
 */
public record Spark(List<Bar> bars, String label) {
    /** Of the drawing. */
    public static final int HEIGHT = 24;

    private static final int STEP = 5;

    /**
     * An hour.
     *
     * @param isEmpty whether nothing came
     */
    public record Bar(int x, int y, int height, boolean isEmpty) {}

    /** The drawing of counts, the oldest first. */
    public static Spark of(List<Long> hours) {
        long most = Math.max(1, hours.stream().mapToLong(Long::longValue).max().orElse(0));
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < hours.size(); i++) {
            long count = hours.get(i);
            // Few beside very many are still to be seen.
            int height = count == 0 ? 1 : (int) Math.max(2, Math.ceilDiv(count * HEIGHT, most));
            bars.add(new Bar(i * STEP, HEIGHT - height, height, count == 0));
        }
        long sum = hours.stream().mapToLong(Long::longValue).sum();
        long last = hours.isEmpty() ? 0 : hours.getLast();
        return new Spark(
                bars,
                Words.count(sum, "request", "requests") + " in 24 hours, at most " + Words.count(sum == 0 ? 0 : most)
                        + " in one, " + Words.count(last) + " in the last");
    }

    /** Width of the drawing. */
    public int width() {
        return Math.max(1, bars.size()) * STEP;
    }
}
