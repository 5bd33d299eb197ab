package io.weir.log;

import java.util.List;

/**
 * Members of a line that are counted together.
 *
 * @param dimensions names of the members by which they are counted: each list is one way to count. The first tells most; the
 *     others are sums of it, which CloudWatch cannot make itself
 * @param all the members that are counted
 */
public record Figures(List<List<String>> dimensions, List<Figure> all) {
    /** Makes the lists its own. */
    public Figures {
        dimensions = List.copyOf(dimensions);
        all = List.copyOf(all);
    }

    /**
     * A member that is counted.
     *
     * @param unit as CloudWatch calls it
     */
    public record Figure(String name, String unit) {
        /** One that is added up. */
        public static Figure count(String name) {
            return new Figure(name, "Count");
        }

        /** A time. */
        public static Figure millis(String name) {
            return new Figure(name, "Milliseconds");
        }

        /** Whether it is added up; of any other the distribution is of interest. */
        public boolean isCount() {
            return unit.equals("Count");
        }
    }
}
