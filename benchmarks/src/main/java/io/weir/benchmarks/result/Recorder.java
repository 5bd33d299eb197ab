package io.weir.benchmarks.result;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes what each round finds and makes the result of it. Not thread-safe. */
public final class Recorder {
    private final String name;
    private final Path folder;
    private final Consumer<String> say;
    private final double loadBefore;
    private final Map<String, Series> figures = new LinkedHashMap<>();
    private final Map<String, Series> ratios = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    /** The rounds of one quantity. */
    private record Series(String kind, List<Double> rounds) {}

    /**
     * @param folder where data lies
     * @param say takes each value as it comes
     */
    public Recorder(String name, Path folder, Consumer<String> say) throws IOException {
        this.name = name;
        this.folder = folder;
        this.say = say;
        this.loadBefore = Machine.load();
    }

    /** A value of one round. */
    public double figure(String of, String unit, double value) {
        say.accept(of + " " + Numbers.brief(value) + " " + unit);
        add(figures, of, unit, value);
        return value;
    }

    /** A ratio of one round, without a goal; less is better. */
    public void ratio(String of, double value) {
        ratio(of, "", value);
    }

    /**
     * A ratio of one round.
     *
     * @param goal such as {@code <= 2}
     */
    public void ratio(String of, String goal, double value) {
        if (Double.isFinite(value)) { // a quantity that was zero makes none
            say.accept(of + " " + Numbers.brief(value) + (goal.isEmpty() ? "" : ", goal " + goal));
            add(ratios, of, goal, value);
        }
    }

    private static void add(Map<String, Series> all, String of, String kind, double value) {
        all.computeIfAbsent(of, any -> new Series(kind, new ArrayList<>()))
                .rounds()
                .add(value);
    }

    /** What a reader must know about a peer, or why it was left out. The last word counts. */
    public void note(String about, String text) {
        if (!text.equals(notes.put(about, text))) {
            say.accept(about + ": " + text);
        }
    }

    /** What was found. */
    public Result result() throws IOException {
        return new Result(
                name,
                LocalDate.now(ZoneOffset.UTC).toString(),
                Machine.here(folder),
                loadBefore,
                Machine.load(),
                notes,
                figures.entrySet().stream()
                        .map(one -> new Figure(
                                one.getKey(),
                                one.getValue().kind(),
                                one.getValue().rounds()))
                        .toList(),
                ratios.entrySet().stream()
                        .map(one -> new Ratio(
                                one.getKey(),
                                goal(one.getValue().kind()),
                                one.getValue().rounds()))
                        .toList());
    }

    private static @Nullable Goal goal(String text) {
        return text.isEmpty() ? null : Goal.parse(text);
    }
}
