package io.weir.benchmarks.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.local.files.Folders;
import io.weir.priming.LoopbackServer;
import io.weir.priming.SqsAnswers;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;

/**
 * The ingest function when it is cold: from the start of the process to the end of its first request, beside the least handler with the
 * same SDK, by turns; with the flags of Lambda's managed runtimes, and with archives of classes. Then its first request alone, behind
 * what is in a snapshot: with priming and without. The queue is behind TLS on the loopback address.
 */
public final class IngestCold {
    private static final int ROUNDS = 9;
    private static final double GOAL = 1.06;

    /** What Lambda starts Java 17 and 21 with, and later versions without SnapStart. */
    private static final List<String> LAMBDA = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final LoopbackServer queue;
    private final Path folder;

    private IngestCold(LoopbackServer queue, Path folder) {
        this.queue = queue;
        this.folder = folder;
    }

    /** Two times of one process, in milliseconds: all of it, and its request. */
    private record Times(double whole, double request) {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("weir-cold");
        try (LoopbackServer queue = LoopbackServer.start(SqsAnswers::sendMessage)) {
            IngestCold run = new IngestCold(queue, folder);
            run.trust();
            System.out.println(Figure.json(run.figures()));
        } finally {
            Folders.delete(folder);
        }
    }

    private List<Figure> figures() throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, List<String>> variant : variants().entrySet()) {
            List<String> flags = variant.getValue();
            List<Times> bare = new ArrayList<>();
            List<Times> ingest = new ArrayList<>();
            List<String> bareFlags = archived(flags, "bare");
            List<String> ingestFlags = archived(flags, "ingest");
            for (int round = 0; round < ROUNDS; round++) {
                bare.add(run(bareFlags, "bare"));
                ingest.add(run(ingestFlags, "ingest"));
            }
            double beside = median(bare.stream().map(Times::whole));
            figures.add(Figure.of("least handler cold, " + variant.getKey(), "ms", beside));
            figures.add(Figure.of(
                            "ingest function cold, " + variant.getKey(),
                            "ms",
                            median(ingest.stream().map(Times::whole)))
                    .against(beside, GOAL));
        }
        figures.addAll(snapshot());
        return figures;
    }

    private static Map<String, List<String>> variants() {
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put("JVM as it comes", List.of());
        variants.put("flags of Lambda", LAMBDA);
        variants.put("flags of Lambda, class archive", with(LAMBDA, "-XX:SharedArchiveFile="));
        if (Runtime.version().feature() >= 25) {
            variants.put("flags of Lambda, AOT cache", with(LAMBDA, "-XX:AOTCache="));
        }
        return variants;
    }

    private static List<String> with(List<String> flags, String more) {
        return Stream.concat(flags.stream(), Stream.of(more)).toList();
    }

    /** A flag that names an archive gets one, which a run of this handler writes. */
    private List<String> archived(List<String> flags, String handler) throws Exception {
        if (flags.isEmpty() || !flags.getLast().endsWith("=")) {
            return flags;
        }
        String flag = flags.getLast();
        boolean aot = flag.startsWith("-XX:AOT");
        Path archive = folder.resolve(handler + (aot ? ".aot" : ".jsa"));
        List<String> others = flags.subList(0, flags.size() - 1);
        run(with(others, (aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive), handler);
        if (!Files.exists(archive)) {
            throw new IOException("no archive was written: are all of the class path jars?");
        }
        return with(others, flag + archive);
    }

    private List<Figure> snapshot() throws Exception {
        List<Times> ingest = new ArrayList<>();
        List<Times> primed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ingest.add(run(LAMBDA, "ingest"));
            primed.add(run(LAMBDA, "primed"));
        }
        double beside = median(ingest.stream().map(Times::request));
        return List.of(
                Figure.of("first request alone, not primed", "ms", beside),
                Figure.of(
                                "first request alone, primed",
                                "ms",
                                median(primed.stream().map(Times::request)))
                        .against(beside, null));
    }

    private Times run(List<String> flags, String handler) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-Djavax.net.ssl.trustStore=" + folder.resolve("trust.p12"),
                "-Djavax.net.ssl.trustStorePassword=changeit",
                "-cp",
                classPath(),
                ColdProcess.class.getName(),
                handler));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment());
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            double whole = (System.nanoTime() - start) / 1e6;
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
            return new Times(whole, request(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private static double request(String output) {
        return output.lines()
                .filter(line -> line.startsWith("first request "))
                .mapToDouble(line -> Double.parseDouble(line.substring("first request ".length())))
                .findFirst()
                .orElseThrow();
    }

    /** The entries that exist: an archive of classes is refused where one does not, and where one is a folder. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> Files.isRegularFile(Path.of(entry)))
                        .toList());
    }

    private Map<String, String> environment() {
        return Map.of(
                "WEIR_SOURCES",
                Webhooks.SOURCES,
                "WEIR_QUEUE_URL",
                queue.uri() + "/0/queue",
                "AWS_ENDPOINT_URL_SQS",
                queue.uri().toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "benchmark",
                "AWS_SECRET_ACCESS_KEY",
                "benchmark");
    }

    private void trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("queue", ((X509TrustManager) queue.trust()[0]).getAcceptedIssuers()[0]);
        try (OutputStream output = Files.newOutputStream(folder.resolve("trust.p12"))) {
            store.store(output, "changeit".toCharArray());
        }
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
