package io.weir.benchmarks.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one benchmark found.
 *
 * @param day on which it ran
 * @param loadBefore of the machine, so that a reader sees who else worked on it
 * @param notes versions and commands of peers, or why one was left out, by its name
 */
public record Result(
        String name,
        String day,
        Machine machine,
        double loadBefore,
        double loadAfter,
        Map<String, String> notes,
        List<Figure> figures,
        List<Ratio> ratios) {

    /** The quantity of this name. */
    public Optional<Figure> figure(String of) {
        return figures.stream().filter(figure -> figure.name().equals(of)).findFirst();
    }

    /** The ratio of this name. */
    public Optional<Ratio> ratio(String of) {
        return ratios.stream().filter(ratio -> ratio.name().equals(of)).findFirst();
    }

    /** As it is written to a file. */
    String toJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("day", day);
        tree.put("machine", machine.toTree());
        tree.put("loadBefore", loadBefore);
        tree.put("loadAfter", loadAfter);
        tree.put("notes", notes);
        tree.put("figures", figures.stream().map(Result::tree).toList());
        tree.put("ratios", ratios.stream().map(Result::tree).toList());
        return PrettyJson.write(tree);
    }

    private static Map<String, Object> tree(Figure figure) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", figure.name());
        tree.put("unit", figure.unit());
        add(tree, figure.spread(), figure.rounds());
        return tree;
    }

    private static Map<String, Object> tree(Ratio ratio) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", ratio.name());
        Goal goal = ratio.goal();
        if (goal != null) {
            tree.put("goal", goal.toString());
        }
        add(tree, ratio.spread(), ratio.rounds());
        return tree;
    }

    private static void add(Map<String, Object> tree, Spread spread, List<Double> rounds) {
        tree.put("median", Numbers.rounded(spread.median()));
        tree.put("low", Numbers.rounded(spread.low()));
        tree.put("high", Numbers.rounded(spread.high()));
        tree.put("rounds", rounds.stream().map(Numbers::rounded).toList());
    }

    /** Reads what {@link #toJson()} wrote. */
    static Result parse(String file, String json) {
        Tree tree = Tree.parse(file, json);
        return new Result(
                tree.text("name"),
                tree.text("day"),
                Machine.of(tree.object("machine")),
                tree.number("loadBefore"),
                tree.number("loadAfter"),
                tree.texts("notes"),
                tree.objects("figures").stream()
                        .map(one -> new Figure(one.text("name"), one.text("unit"), one.numbers("rounds")))
                        .toList(),
                tree.objects("ratios").stream()
                        .map(one -> new Ratio(one.text("name"), goal(one.textOrNull("goal")), one.numbers("rounds")))
                        .toList());
    }

    private static @Nullable Goal goal(@Nullable String text) {
        return text == null ? null : Goal.parse(text);
    }
}
