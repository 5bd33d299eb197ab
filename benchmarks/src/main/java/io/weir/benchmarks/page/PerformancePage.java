package io.weir.benchmarks.page;

import io.weir.benchmarks.result.Machine;
import io.weir.benchmarks.result.Numbers;
import io.weir.benchmarks.result.Result;
import io.weir.benchmarks.result.ResultFiles;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code docs/performance.md}, which nobody writes by hand. */
public final class PerformancePage {
    /** A text that another generator makes. */
    private static final String COSTS = "costs.md";

    private final Measured measured;
    private final Map<String, String> notes;
    private final String costs;
    private final List<String> lines = new ArrayList<>();

    private PerformancePage(Measured measured, Map<String, String> notes, String costs) {
        this.measured = measured;
        this.notes = notes;
        this.costs = costs;
    }

    /** Makes the page and its plots anew from the results of a checkout. */
    public static void write(Path root) throws IOException {
        Files.writeString(root.resolve("docs/performance.md"), text(root));
        Plots.write(measured(root), Files.createDirectories(root.resolve("docs/performance")));
    }

    /** The page as the results of a checkout have it. */
    public static String text(Path root) throws IOException {
        Path results = root.resolve("benchmarks/results");
        Path costs = results.resolve(COSTS);
        return new PerformancePage(
                        measured(root),
                        notes(results.resolve(ResultFiles.NOTES)),
                        Files.exists(costs) ? Files.readString(costs).strip() : "")
                .make();
    }

    private static Measured measured(Path root) throws IOException {
        return new Measured(new ResultFiles(root.resolve("benchmarks/results")).all());
    }

    private static Map<String, String> notes(Path file) throws IOException {
        Map<String, String> notes = new LinkedHashMap<>();
        if (Files.exists(file)) {
            try {
                Json.readObject(Files.readAllBytes(file)).forEach((id, text) -> notes.put(id, String.valueOf(text)));
            } catch (JsonException e) {
                throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
            }
        }
        for (String id : notes.keySet()) {
            if (GoalRow.ALL.stream().noneMatch(row -> row.id().equals(id))) {
                throw new IOException(file.getFileName() + ": no goal called " + id);
            }
        }
        return notes;
    }

    private String make() {
        add("# How fast Weir is");
        add("");
        add(
                "Made by `scripts/bench` from [benchmarks/results](../benchmarks/results); a change by hand fails a test. All load");
        add(
                "comes from the same machine, which has no cores to spare: what counts are the ratios, taken within one round of one run.");
        add("");
        machine();
        goals();
        peers();
        growth();
        if (!costs.isEmpty()) {
            section("Cost", List.of(costs));
        }
        method();
        section("Every ratio", new Tables(measured).ratios());
        return String.join("\n", lines) + "\n";
    }

    private void machine() {
        List<Result> results = measured.results();
        if (results.isEmpty()) {
            add("Nothing was measured yet.");
            return;
        }
        Machine machine = results.getFirst().machine();
        add("Measured on %d cores (%s), %s MB of memory, %s, %s, %s."
                .formatted(
                        machine.cores(),
                        machine.cpu(),
                        Numbers.plain((double) machine.memoryMegabytes()),
                        machine.jdk(),
                        machine.kernel(),
                        machine.fileSystem()));
        add("");
        add("| benchmark | day | load before | load after |");
        add("|---|---|---|---|");
        for (Result result : results) {
            add("| %s | %s | %s | %s |"
                    .formatted(
                            result.name(),
                            result.day(),
                            Numbers.brief(result.loadBefore()),
                            Numbers.brief(result.loadAfter())));
        }
    }

    private void goals() {
        GoalTable table = new GoalTable(measured, notes);
        section("Goals", table.lines());
        List<String> reasons = table.reasons();
        if (!reasons.isEmpty()) {
            section("Why not", reasons);
        }
    }

    private void peers() {
        Tables tables = new Tables(measured);
        section("Beside others", tables.peers());
        add("");
        lines.addAll(tables.notes());
        plot("Acknowledge", "![acknowledged a second, by senders](performance/acknowledged.svg)");
        section("Draining", tables.drained());
        add("");
        add("In seconds of processor, 10,000 messages take from POST to archived "
                + measured.text("Cost", "weir-archive/cpu for 10,000") + ", to the answer of a sink "
                + measured.text("Cost", "weir-http/cpu for 10,000") + "; the commit before: "
                + measured.text("Cost", "before/cpu for 10,000") + ".");
    }

    private void growth() {
        Tables tables = new Tables(measured);
        Map<String, String> rates = columns("rate", "a second", "p50", "p50 in ms", "p99", "p99 in ms");
        section(
                "With the size of a body",
                tables.growth(
                        "Growth",
                        "KiB",
                        List.of("size/1", "size/4", "size/16", "size/64", "size/256", "size/1024", "size/6144"),
                        columns("rate", "a second", "bytes", "MiB a second", "p50", "p50 in ms", "p99", "p99 in ms")));
        section(
                "With the number of sources",
                tables.growth(
                        "Growth", "sources", List.of("sources/1", "sources/10", "sources/100", "sources/1000"), rates));
        section(
                "With the number of messages that wait",
                tables.growth(
                        "Waiting",
                        "waiting",
                        List.of("waiting/0", "waiting/10000", "waiting/100000", "waiting/1000000"),
                        columns(
                                "p50",
                                "p50 of an answer in ms",
                                "p99",
                                "p99 in ms",
                                "health",
                                "`/-/health` in ms",
                                "page",
                                "a page of the ledger in ms")));
        plot("Waiting", "![milliseconds, by messages that wait](performance/waiting.svg)");
    }

    private void plot(String result, String image) {
        if (measured.result(result).isPresent()) {
            add("");
            add(image);
        }
    }

    private static Map<String, String> columns(String... names) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i += 2) {
            columns.put(names[i], names[i + 1]);
        }
        return columns;
    }

    private void method() {
        section("How it was measured", List.of("""
                - Requests are of GitHub's scheme, 2 KiB, signed, each with a body and an id of its own. The sender is a class of the
                  benchmarks (two threads, a selector each); it looks at nothing but status and length of an answer.
                - Systems have their turns one after the other, round by round, each on a fresh data folder on the disk of the checkout. A
                  figure is the median of the rounds, a ratio the median of the ratios within each round.
                - With a fixed rate an answer is measured from when its request was due, so that a door that stalls cannot hide what waited.
                  Without one each sender sends when it was answered, as senders do that wait.
                - A queue is filled by the door while a sink holds what the worker sends it; then the sink lets go and the process ends, or
                  is measured further. Draining is timed by `/-/health`, from 1.5 seconds after the start.
                - Weir runs as `scripts/weir` starts it, with the options that it has by default, its log going nowhere.
                - A ratio in MB or seconds is the figure itself: its goal is absolute, and another machine may miss it.
                - `scripts/bench --check` compares ratios with the committed ones; it allows what both rounds' spread explains, and at least
                  a tenth.""".stripIndent()));
    }

    private void section(String heading, List<String> content) {
        add("");
        add("## " + heading);
        add("");
        lines.addAll(content);
    }

    private void add(String line) {
        lines.add(line);
    }
}
