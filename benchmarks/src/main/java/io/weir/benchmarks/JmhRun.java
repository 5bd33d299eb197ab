package io.weir.benchmarks;

import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.result.Recorder;
import io.weir.benchmarks.system.Measurement;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** A benchmark of JMH, one fork of each method a round; ratios are of the medians. */
final class JmhRun implements Measurement {
    private static final String OURS = "weir";

    /** A fork each: JMH's samples are many. */
    private static final int MOST_ROUNDS = 2;

    private final Class<?> benchmark;
    private final List<String> bare;
    private final Map<String, String> goals;

    /**
     * @param bare the methods with which {@code weir} is compared
     * @param goals by the name of a ratio
     */
    JmhRun(Class<?> benchmark, List<String> bare, Map<String, String> goals) {
        this.benchmark = benchmark;
        this.bare = bare;
        this.goals = goals;
    }

    @Override
    public void run(Lab lab, Recorder recorder) throws IOException {
        for (int round = 0; round < Math.min(MOST_ROUNDS, lab.rounds()); round++) {
            Map<String, Double> medians = new LinkedHashMap<>();
            for (RunResult result : fork(lab)) {
                String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
                String name = method + parameters(result);
                Statistics statistics = result.getPrimaryResult().getStatistics();
                String unit = result.getPrimaryResult().getScoreUnit().replace("/op", "");
                medians.put(name, recorder.figure(name + "/p50", unit, statistics.getPercentile(50)));
                recorder.figure(name + "/p99", unit, statistics.getPercentile(99));
            }
            medians.forEach((name, median) -> bare.forEach(base -> {
                Double other = name.startsWith(OURS) ? medians.get(base + name.substring(OURS.length())) : null;
                if (other != null) {
                    String ratio = name + " by " + base;
                    recorder.ratio(ratio, goals.getOrDefault(ratio, ""), median / other);
                }
            }));
        }
    }

    private static String parameters(RunResult result) {
        StringBuilder text = new StringBuilder();
        for (String key : result.getParams().getParamsKeys()) {
            text.append(' ').append(result.getParams().getParam(key));
        }
        return text.toString();
    }

    private Collection<RunResult> fork(Lab lab) throws IOException {
        try {
            return new Runner(new OptionsBuilder()
                            .include("\\." + benchmark.getSimpleName() + "\\.")
                            .forks(1)
                            .warmupIterations(1)
                            .warmupTime(time(lab))
                            .measurementIterations(2)
                            .measurementTime(time(lab))
                            .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
                            .verbosity(VerboseMode.SILENT)
                            .shouldFailOnError(true)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IOException(benchmark.getSimpleName() + " failed: " + e.getMessage(), e);
        }
    }

    private static TimeValue time(Lab lab) {
        return new TimeValue(lab.seconds(1).toMillis(), TimeUnit.MILLISECONDS);
    }
}
