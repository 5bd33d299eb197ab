package io.weir.benchmarks.page;

import io.weir.benchmarks.result.Numbers;
import io.weir.benchmarks.result.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The goals, and how far each is reached. */
final class GoalTable {
    private final Measured measured;
    private final Map<String, String> notes;

    /** @param notes why a goal was missed, by its id */
    GoalTable(Measured measured, Map<String, String> notes) {
        this.measured = measured;
        this.notes = notes;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| what | before | goal | measured | reached |");
        lines.add("|---|---|---|---|---|");
        for (GoalRow row : GoalRow.ALL) {
            List<Optional<Ratio>> ratios = row.ratios().stream().map(this::find).toList();
            lines.add("| %s | %s | %s | %s | %s |"
                    .formatted(
                            row.what(),
                            row.before(),
                            row.goal(),
                            String.join(
                                    "; ", ratios.stream().map(GoalTable::cell).toList()),
                            mark(ratios)));
        }
        return lines;
    }

    /** A line for each goal that was missed and whose reason somebody wrote down. */
    List<String> reasons() {
        return GoalRow.ALL.stream()
                .filter(row -> notes.containsKey(row.id()))
                .map(row -> "- **" + row.what() + "**: " + notes.get(row.id()))
                .toList();
    }

    private Optional<Ratio> find(String name) {
        int colon = name.indexOf(':');
        return measured.ratio(name.substring(0, colon), name.substring(colon + 1));
    }

    private static String cell(Optional<Ratio> ratio) {
        return ratio.map(one -> Numbers.brief(one.median()) + " ("
                        + Numbers.brief(one.spread().low()) + " to "
                        + Numbers.brief(one.spread().high()) + ")")
                .orElse("not measured");
    }

    private static String mark(List<Optional<Ratio>> ratios) {
        long there = ratios.stream().filter(Optional::isPresent).count();
        long reached = ratios.stream()
                .filter(ratio -> ratio.map(Ratio::isReached).orElse(false))
                .count();
        if (there == 0) {
            return "-";
        }
        if (reached == ratios.size()) {
            return "yes";
        }
        return reached == 0 ? "no" : reached + " of " + ratios.size();
    }
}
