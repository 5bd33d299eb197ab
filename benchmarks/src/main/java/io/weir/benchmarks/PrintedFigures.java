package io.weir.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.benchmarks.process.JavaCommand;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.result.Recorder;
import io.weir.benchmarks.system.Measurement;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A benchmark that has a process of its own and prints its figures as JSON, an object each with {@code name}, {@code unit},
 * {@code value}, and {@code ratio} and {@code goal} where it has them: classes that are loaded already would start nothing cold.
 *
 * @param main the class that prints
 * @param rounds how often it runs at most; one that takes medians of its own needs one
 */
record PrintedFigures(String main, int rounds) implements Measurement {
    @Override
    public void run(Lab lab, Recorder recorder) throws IOException, InterruptedException {
        for (int round = 0; round < Math.min(rounds, lab.rounds()); round++) {
            record(output(), recorder);
        }
    }

    private String output() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(JavaCommand.of(main, "-Xmx512m"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(main + " failed");
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    static void record(String output, Recorder recorder) throws IOException {
        try {
            if (!(Json.read(output.strip()) instanceof List<?> figures)) {
                throw new IOException("expected a list of figures");
            }
            for (Object one : figures) {
                if (!(one instanceof Map<?, ?> figure) || !(figure.get("value") instanceof BigDecimal value)) {
                    throw new IOException("expected figures with a value");
                }
                String name = String.valueOf(figure.get("name"));
                recorder.figure(name, String.valueOf(figure.get("unit")), value.doubleValue());
                if (figure.get("ratio") instanceof BigDecimal ratio) {
                    String goal = figure.get("goal") instanceof BigDecimal limit ? "<= " + limit.toPlainString() : "";
                    recorder.ratio(name, goal, ratio.doubleValue());
                }
            }
        } catch (JsonException e) {
            throw new IOException("expected JSON: " + e.getMessage(), e);
        }
    }
}
