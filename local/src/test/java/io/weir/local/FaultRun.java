package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.files.Folders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Sends requests to a {@link FaultyWeir} until so many are accepted, kills it again and again, lets it drain in calm, and
 * compares the ledger: what was answered with 200 against the effects. Arguments: requests, kills, seed.
 */
final class FaultRun {
    private static final int SENDERS = 8;
    private static final Duration DRAIN = Duration.ofMinutes(20);

    private final int requests;
    private final int kills;
    private final long seed;
    private final Path data;
    private final FaultRequests maker;
    private final FaultLedger ledger;
    private final Clock clock = Clock.systemUTC();
    private final AtomicInteger next = new AtomicInteger();
    private volatile Process process;
    private volatile int port;
    private int lives;

    private FaultRun(int requests, int kills, long seed, Path data) throws IOException {
        this.requests = requests;
        this.kills = kills;
        this.seed = seed;
        this.data = data;
        this.maker = new FaultRequests(data);
        this.ledger = new FaultLedger(data);
    }

    public static void main(String[] arguments) throws Exception {
        Path data = Files.createTempDirectory("weir-faults");
        FaultRun run = new FaultRun(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]), data);
        boolean held;
        try {
            held = run.run();
        } finally {
            run.end();
        }
        if (held) {
            Folders.delete(data);
        } else {
            System.out.println("What it left lies in " + data);
        }
        System.exit(held ? 0 : 1);
    }

    private boolean run() throws Exception {
        Instant began = clock.instant();
        start();
        send();
        Instant sent = clock.instant();
        Files.createFile(data.resolve("calm"));
        if (!process.isAlive()) {
            start();
        }
        drain();
        System.out.printf("seed %d, %d kills, %d lives%n", seed, kills, lives);
        System.out.printf(
                "sent in %d s, drained in %d s%n",
                Duration.between(began, sent).toSeconds(),
                Duration.between(sent, clock.instant()).toSeconds());
        return ledger.holds();
    }

    private void start() throws IOException {
        lives++;
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.weir.local.FaultyWeir",
                        data.toString(),
                        Long.toString(seed + lives),
                        Integer.toString(lives))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader messages = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = messages.readLine(); line != null; line = messages.readLine()) {
            if (line.startsWith("ready ")) {
                port = Integer.parseInt(line.substring(6));
                Thread.ofPlatform().daemon().start(() -> messages.lines().forEach(ignored -> {}));
                return;
            }
            said.append(line).append('\n');
        }
        throw new IOException("weir did not start: " + said);
    }

    private void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private void send() throws Exception {
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                Random random = new Random(seed * 31 + i);
                all.add(senders.submit(() -> {
                    while (ledger.accepted() < requests) {
                        sendOne(http, random);
                    }
                    return null;
                }));
            }
            Random random = new Random(seed);
            for (int kill = 1; kill <= kills; kill++) {
                long at = (long) kill * requests / (kills + 1) + random.nextInt(Math.max(1, requests / kills / 3));
                while (ledger.accepted() < Math.min(at, requests - 1)) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                end();
                start();
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void sendOne(HttpClient http, Random random) throws Exception {
        boolean isForged = random.nextInt(10) == 0;
        String id = (isForged ? "forged-" : "genuine-") + next.getAndIncrement();
        boolean isSns = random.nextInt(4) == 0;
        if (isForged) {
            ledger.sendingForged(id);
        }
        int times = random.nextInt(20) == 0 ? 2 : 1; // a sender that repeats itself
        for (int i = 0; i < times; i++) {
            int status = status(http, maker.request(port, id, isSns, isForged));
            ledger.answered(id, status);
            if (status == 0) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static int status(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0; // killed before it answered: no promise was made
        }
    }

    private void drain() throws Exception {
        Instant deadline = clock.instant().plus(DRAIN);
        int quiet = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (quiet < 3) {
                if (clock.instant().isAfter(deadline)) {
                    System.out.println("not drained within " + DRAIN + ": " + health(http));
                    return;
                }
                Map<?, ?> health = health(http);
                boolean empty = Stream.of("queue", "inFlight", "dead")
                        .allMatch(depth -> health.get(depth).toString().equals("0"));
                quiet = empty && pending() == 0 ? quiet + 1 : 0;
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    /** Objects of the inbox that the queue has not been told of yet. */
    private int pending() throws IOException {
        Path folder = data.resolve("bucket/.pending");
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        }
    }

    private Map<?, ?> health(HttpClient http) throws IOException, InterruptedException, JsonException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/health"))
                .build();
        return Json.readObject(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
