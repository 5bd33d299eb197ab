package io.weir.benchmarks;

import io.weir.benchmarks.ledger.LedgerSearches;
import io.weir.benchmarks.page.PerformancePage;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.result.Comparison;
import io.weir.benchmarks.result.Recorder;
import io.weir.benchmarks.result.Result;
import io.weir.benchmarks.result.ResultFiles;
import io.weir.benchmarks.system.Acknowledged;
import io.weir.benchmarks.system.Backlog;
import io.weir.benchmarks.system.ConsolesOpen;
import io.weir.benchmarks.system.Cost;
import io.weir.benchmarks.system.Drained;
import io.weir.benchmarks.system.Growth;
import io.weir.benchmarks.system.Heap;
import io.weir.benchmarks.system.Measurement;
import io.weir.benchmarks.system.Memory;
import io.weir.benchmarks.system.Start;
import io.weir.benchmarks.system.Waiting;
import io.weir.benchmarks.system.WorkerLoop;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Runs benchmarks, writes their results and makes the page of them. Usage: {@code Bench [--check] [NAME ...]}, or
 * {@code Bench docs} for the page alone.
 */
public final class Bench {
    private static final String CHECK = "--check";
    private static final String DOCS = "docs";

    private final Lab lab;
    private final ResultFiles results;

    private Bench(Lab lab) {
        this.lab = lab;
        this.results = new ResultFiles(lab.root().resolve("benchmarks/results"));
    }

    /** By name, in the order in which they run. */
    private static Map<String, Supplier<Measurement>> all() {
        Map<String, Supplier<Measurement>> all = new LinkedHashMap<>();
        all.put("Acknowledge", Acknowledged::new);
        all.put("Backlog", Backlog::new);
        all.put("Drain", Drained::new);
        all.put("Cost", Cost::new);
        all.put("Memory", Memory::new);
        all.put("Start", Start::new);
        all.put("Growth", Growth::new);
        all.put("Waiting", Waiting::new);
        all.put("Door", ConsolesOpen::new);
        all.put("Worker", WorkerLoop.Measured::new);
        all.put("Ledger", () -> Bench::ledger);
        all.put("Heap", Heap::new);
        all.put("HmacVerify", Bench::hmac);
        all.put("SnsVerify", Bench::sns);
        all.put("PublicKeyVerify", Bench::publicKey);
        all.put("TokenVerify", Bench::token);
        all.put("JwtVerify", Bench::jwt);
        all.put("DoorVerify", () -> new JmhRun(DoorVerifyBenchmark.class, List.of("bareMac"), Map.of()));
        all.put("IngestWarm", () -> new PrintedFigures("io.weir.benchmarks.functions.IngestWarm", 3));
        all.put("IngestCold", () -> new PrintedFigures("io.weir.benchmarks.functions.IngestCold", 1));
        return all;
    }

    private static Measurement hmac() {
        return new JmhRun(
                HmacVerifyBenchmark.class,
                List.of("bareMac", "bareMacAndDigest"),
                Map.of(
                        "weir 1024 stripe by bareMac", "<= 1.15",
                        "weir 6291456 stripe by bareMac", "<= 1.02",
                        "weir 1024 github by bareMacAndDigest", "<= 1.15",
                        "weir 6291456 github by bareMacAndDigest", "<= 1.02"));
    }

    private static Measurement sns() {
        return new JmhRun(
                SnsVerifyBenchmark.class,
                List.of("bareSignature", "sdkMessageManager"),
                Map.of("weir jdk 1 by bareSignature", "<= 1.05", "weir jdk 2 by bareSignature", "<= 1.05"));
    }

    private static Measurement publicKey() {
        return new JmhRun(
                PublicKeyVerifyBenchmark.class,
                List.of("bareSignature"),
                Map.of(
                        "weir Ed25519 by bareSignature", "<= 1.1",
                        "weir SHA256withECDSA by bareSignature", "<= 1.1",
                        "weir SHA256withRSA by bareSignature", "<= 1.1"));
    }

    private static Measurement token() {
        return new JmhRun(TokenVerifyBenchmark.class, List.of("bareComparison", "bareComparisonAndKey"), Map.of());
    }

    private static Measurement jwt() {
        return new JmhRun(
                JwtVerifyBenchmark.class, List.of("bareSignature"), Map.of("weir by bareSignature", "<= 1.1"));
    }

    private static void ledger(Lab lab, Recorder recorder) throws IOException {
        try {
            LedgerSearches.measure(lab, recorder);
        } catch (SQLException e) {
            throw new IOException("the ledger cannot be asked: " + e.getMessage(), e);
        }
    }

    /** 0: well; 1: a ratio became worse, or a benchmark failed; 2: no such benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean check = names.remove(CHECK);
        Map<String, Supplier<Measurement>> all = all();
        for (String name : names) {
            if (!all.containsKey(name) && !name.equals(DOCS)) {
                System.err.println(
                        "no benchmark called " + name + ", only " + String.join(", ", all.keySet()) + " and docs");
                System.exit(2);
            }
        }
        Bench bench = new Bench(Lab.open());
        List<String> problems = new ArrayList<>();
        for (String name : names.isEmpty() ? all.keySet() : names) {
            if (!name.equals(DOCS)) {
                problems.addAll(
                        bench.one(name, Objects.requireNonNull(all.get(name)).get(), check));
            }
        }
        if (!check) {
            PerformancePage.write(bench.lab.root());
        }
        problems.forEach(problem -> System.err.println("bench: " + problem));
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    /** One that fails does not take the others with it. */
    private List<String> one(String name, Measurement measurement, boolean check) throws InterruptedException {
        long start = System.nanoTime();
        say(name + " ...");
        try {
            Recorder recorder = new Recorder(name, lab.work(), line -> say("  " + line));
            measurement.run(lab, recorder);
            Result result = recorder.result();
            say("%s took %.0f s".formatted(name, (System.nanoTime() - start) / 1e9));
            if (!check) {
                results.write(result);
                return List.of();
            }
            return results.read(name)
                    .map(committed -> Comparison.worse(committed, result))
                    .orElse(List.of(name + ": no result is committed"));
        } catch (IOException | RuntimeException e) {
            return List.of(name + " failed: " + e);
        }
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
