package io.weir.worker.filter;

import java.util.HashSet;
import java.util.Set;

/**
 * The fields that a pattern looks at, each as the names on the way to it with dots between. Immutable.
 *
 * @param values the fields
 * @param ways all beginnings of them that end before a dot, and they themselves
 * @param ranges those whose numbers it compares
 * @param branches of how many alternatives the pattern consists
 */
record Paths(Set<String> values, Set<String> ways, Set<String> ranges, int branches) {
    Paths {
        values = Set.copyOf(values);
        ways = Set.copyOf(ways);
        ranges = Set.copyOf(ranges);
    }

    static Paths of(Set<String> values, Set<String> ranges, int branches) {
        Set<String> ways = new HashSet<>(values);
        for (String value : values) {
            for (int dot = value.indexOf('.'); dot >= 0; dot = value.indexOf('.', dot + 1)) {
                ways.add(value.substring(0, dot));
            }
        }
        return new Paths(values, ways, ranges, branches);
    }

    /** Whether the pattern looks at this field, or at something within it. */
    boolean leadTo(String path) {
        return ways.contains(path);
    }

    /** Whether the pattern compares numbers of this field. */
    boolean compare(String path) {
        return ranges.contains(path);
    }
}
