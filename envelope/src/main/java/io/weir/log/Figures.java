package io.weir.log;

import java.util.List;

/**
 * Members of a line that are counted together, either where a counter costs nothing or where each has its price: there
 * every combination of values that the dimensions take is a metric that is paid for.
 *
 * @param arePaid whether they are counted by CloudWatch, else in memory
 * @param dimensions names of the members by which they are counted: each list is one way to count, of which none is a sum
 *     that could be made of another in memory
 * @param all the members that are counted
 */
public record Figures(boolean arePaid, List<List<String>> dimensions, List<Figure> all) {
    /** Makes the lists its own. */
    public Figures {
        dimensions = List.copyOf(dimensions);
        all = List.copyOf(all);
    }

    /** Counted in memory, by what tells most: sums of it are made by whoever reads it. */
    public static Figures inMemory(List<String> dimensions, List<Figure> all) {
        return new Figures(false, List.of(dimensions), all);
    }

    /** Counted by CloudWatch, in each of these ways: it makes no sums of one metric for another. */
    public static Figures paid(List<List<String>> dimensions, List<Figure> all) {
        return new Figures(true, dimensions, all);
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
