package io.weir.benchmarks.page;

import io.weir.benchmarks.result.Figure;
import io.weir.benchmarks.result.Numbers;
import io.weir.benchmarks.result.Ratio;
import io.weir.benchmarks.result.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of peers and of growth. */
final class Tables {
    static final List<Integer> SENDERS = List.of(1, 16, 64, 256);

    private static final String ACKNOWLEDGE = "Acknowledge";

    /** What a reader calls the systems, and whether what is acknowledged is on disk. */
    private static final Map<String, String[]> SYSTEMS = new LinkedHashMap<>();

    static {
        SYSTEMS.put("weir-archive", new String[] {"Weir, archive", "yes"});
        SYSTEMS.put("weir-http", new String[] {"Weir, http action", "yes"});
        SYSTEMS.put("before", new String[] {"Weir of the commit before, archive", "yes"});
        SYSTEMS.put("convoy", new String[] {"Convoy", "as its Redis is set"});
        SYSTEMS.put("flask", new String[] {"Flask, gunicorn, file with fsync", "yes"});
        SYSTEMS.put("node", new String[] {"Node door, ElasticMQ, sequential loop", "no"});
        SYSTEMS.put("webhook", new String[] {"adnanh/webhook, file with fsync", "yes"});
        SYSTEMS.put("jetty-hello", new String[] {"Jetty's hello", "-"});
        SYSTEMS.put("sqlite", new String[] {"bare SQLite rows, one writer", "yes"});
        SYSTEMS.put("disk", new String[] {"append and fdatasync", "yes"});
    }

    private final Measured measured;

    Tables(Measured measured) {
        this.measured = measured;
    }

    static Map<String, String> systems() {
        Map<String, String> names = new LinkedHashMap<>();
        SYSTEMS.forEach((key, name) -> names.put(key, name[0]));
        return names;
    }

    List<String> peers() {
        List<String> lines = new ArrayList<>();
        lines.add("| acknowledged a second (p50 / p99 in ms) | 1 sender | 16 | 64 | 256 | durable at the answer |");
        lines.add("|---|---|---|---|---|---|");
        SYSTEMS.forEach((key, name) -> {
            List<String> cells = new ArrayList<>();
            SENDERS.forEach(senders -> cells.add(acknowledged(key, senders)));
            if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                lines.add("| " + name[0] + " | " + String.join(" | ", cells) + " | " + name[1] + " |");
            }
        });
        return lines;
    }

    private String acknowledged(String system, int senders) {
        String name = system + "/" + senders;
        Optional<Figure> rate = measured.figure(ACKNOWLEDGE, name + "/rate");
        return rate.map(one -> Numbers.brief(one.median()) + " (" + measured.text(ACKNOWLEDGE, name + "/p50") + " / "
                        + measured.text(ACKNOWLEDGE, name + "/p99") + ")")
                .orElse("");
    }

    /** What each peer is, and why some are missing. */
    List<String> notes() {
        return measured.result(ACKNOWLEDGE).map(Result::notes).orElse(Map.of()).entrySet().stream()
                .map(note -> "- " + name(note.getKey()) + ": " + note.getValue() + ".")
                .toList();
    }

    private static String name(String key) {
        String[] name = SYSTEMS.get(key);
        return name == null ? key : name[0];
    }

    List<String> drained() {
        List<String> lines = new ArrayList<>();
        lines.add("| drained a second | archive | http, 0 ms | 5 ms | 20 ms |");
        lines.add("|---|---|---|---|---|");
        for (String system : List.of("weir", "before")) {
            List<String> cells = new ArrayList<>();
            for (String effect : List.of("archive", "http_0ms", "http_5ms", "http_20ms")) {
                cells.add(measured.text("Drain", system + "/" + effect));
            }
            lines.add("| " + (system.equals("weir") ? "Weir" : "the commit before") + " | " + String.join(" | ", cells)
                    + " |");
        }
        return lines;
    }

    /** A line for each value of what grows. */
    List<String> growth(String result, String what, List<String> values, Map<String, String> columns) {
        List<String> lines = new ArrayList<>();
        lines.add("| " + what + " | " + String.join(" | ", columns.values()) + " |");
        lines.add("|---".repeat(columns.size() + 1) + "|");
        for (String value : values) {
            List<String> cells = columns.keySet().stream()
                    .map(column -> measured.text(result, value + "/" + column))
                    .toList();
            String label = value.replaceFirst(".*/", "");
            lines.add("| " + Numbers.plain(Double.parseDouble(label)) + " | " + String.join(" | ", cells) + " |");
        }
        return lines;
    }

    /** Every ratio that has no place in another table. */
    List<String> ratios() {
        List<String> lines = new ArrayList<>();
        lines.add("| benchmark | ratio | median | least to most | goal |");
        lines.add("|---|---|---|---|---|");
        for (Result result : measured.results()) {
            for (Ratio ratio : result.ratios()) {
                lines.add("| %s | %s | %s | %s to %s | %s |"
                        .formatted(
                                result.name(),
                                ratio.name(),
                                Numbers.brief(ratio.median()),
                                Numbers.brief(ratio.spread().low()),
                                Numbers.brief(ratio.spread().high()),
                                Optional.ofNullable(ratio.goal())
                                        .map(Object::toString)
                                        .orElse("")));
            }
        }
        return lines;
    }
}
