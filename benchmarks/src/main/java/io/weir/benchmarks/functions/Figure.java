package io.weir.benchmarks.functions;

import io.weir.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a run.
 *
 * @param ratio against what stands beside it in the same run, or null if it is what the others are compared with
 * @param goal of the ratio, or null if it has none
 */
record Figure(
        String name,
        String unit,
        double value,
        @Nullable Double ratio,
        @Nullable Double goal) {
    static Figure of(String name, String unit, double value) {
        return new Figure(name, unit, value, null, null);
    }

    Figure against(double other, @Nullable Double limit) {
        return new Figure(name, unit, value, value / other, limit);
    }

    /** All of them as JSON, with three digits behind the point. */
    static String json(List<Figure> figures) {
        return Json.write(figures.stream().map(Figure::members).toList());
    }

    private Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("name", name);
        members.put("unit", unit);
        members.put("value", rounded(value));
        members.put("ratio", ratio == null ? null : rounded(ratio));
        members.put("goal", goal);
        return members;
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }
}
