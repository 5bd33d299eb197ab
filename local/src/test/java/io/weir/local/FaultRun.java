package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.SnsMessage;
import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Scheme;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.topic.LocalTopic;
import io.weir.worker.hmac.HmacSigner;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final String SECRET = "the secret of the fault run";

    private final int requests;
    private final int kills;
    private final long seed;
    private final Path data;
    private final Clock clock = Clock.systemUTC();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> forged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private LocalTopic topic;
    private LocalTopic stranger;
    private volatile Process process;
    private volatile int port;
    private int lives;

    private FaultRun(int requests, int kills, long seed, Path data) {
        this.requests = requests;
        this.kills = kills;
        this.seed = seed;
        this.data = data;
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
            remove(data);
        } else {
            System.out.println("What it left lies in " + data);
        }
        System.exit(held ? 0 : 1);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private boolean run() throws Exception {
        Files.writeString(data.resolve("secret"), SECRET);
        Files.writeString(
                data.resolve("sources.json"),
                Json.write(Map.of(
                        "hooks",
                        Map.of(
                                "scheme",
                                "github",
                                "secret",
                                "file:" + data.resolve("secret"),
                                "actions",
                                List.of("archive", "email")),
                        "topic",
                        Map.of("scheme", "sns", "topics", List.of(LocalTopic.arn("t")), "actions", List.of("email")))));
        topic = LocalTopic.open(data.resolve("topic"));
        stranger = LocalTopic.open(data.resolve("stranger"));
        Instant began = clock.instant();
        start();
        send();
        Instant sent = clock.instant();
        Files.createFile(data.resolve("calm"));
        if (!process.isAlive()) {
            start();
        }
        drain();
        return ledger(Duration.between(began, sent), Duration.between(sent, clock.instant()));
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
                    while (accepted.size() < requests) {
                        sendOne(http, random);
                    }
                    return null;
                }));
            }
            Random random = new Random(seed);
            for (int kill = 1; kill <= kills; kill++) {
                long at = (long) kill * requests / (kills + 1) + random.nextInt(Math.max(1, requests / kills / 3));
                while (accepted.size() < Math.min(at, requests - 1)) {
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
        boolean sns = random.nextInt(4) == 0;
        if (isForged) {
            forged.add(id);
        }
        int times = random.nextInt(20) == 0 ? 2 : 1; // a sender that repeats itself
        for (int i = 0; i < times; i++) {
            int status = status(http, sns ? sns(id, isForged) : webhook(id, isForged));
            if (status == 200 && !isForged) {
                if (!accepted.add(id)) {
                    repeated.incrementAndGet();
                }
            } else if (status == 0) {
                unanswered.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(20);
            } else if (status != 200) {
                refused.incrementAndGet();
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

    private HttpRequest webhook(String id, boolean isForged) throws IOException {
        String url = "http://127.0.0.1:" + port + "/hooks";
        byte[] body = ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-github-delivery", id);
        headers.put("x-github-event", "push");
        HmacScheme scheme = (HmacScheme) Scheme.parse(new ConfigValue("scheme", "github"));
        byte[] secret = (isForged ? "a guess" : SECRET).getBytes(UTF_8);
        headers.putAll(new HmacSigner(scheme)
                .sign(
                        new ReceivedRequest("hooks", clock.instant(), "POST", url, headers, body),
                        secret,
                        clock.instant()));
        return request(url, headers, body);
    }

    private HttpRequest sns(String id, boolean isForged) {
        String body = (isForged ? stranger : topic)
                .message(
                        SnsMessage.Type.NOTIFICATION,
                        "2",
                        LocalTopic.arn("t"),
                        id,
                        "fault run",
                        "the text of " + id,
                        clock.instant());
        Map<String, String> headers = Map.of(
                "x-amz-sns-message-type",
                "Notification",
                "x-amz-sns-message-id",
                id,
                "x-amz-sns-topic-arn",
                LocalTopic.arn("t"));
        return request("http://127.0.0.1:" + port + "/topic", headers, body.getBytes(UTF_8));
    }

    private static HttpRequest request(String url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return request.build();
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
        return (Map<?, ?>) Json.read(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private List<String> lines(String file) throws IOException {
        Path path = data.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    private boolean ledger(Duration sending, Duration draining) throws IOException {
        Map<String, List<String>> effects = new HashMap<>();
        for (String line : lines("effects")) {
            String[] parts = line.split(" ", -1);
            effects.computeIfAbsent(parts[0], ignored -> new ArrayList<>()).add(parts[1]);
        }
        Map<String, Set<String>> explanations = new HashMap<>();
        for (String line : lines("explanations")) {
            String[] parts = line.split(" ", -1);
            explanations.computeIfAbsent(parts[0], ignored -> new TreeSet<>()).add(parts[1]);
        }
        Set<String> lost = new TreeSet<>(accepted);
        lost.removeAll(effects.keySet());
        List<String> forgedEffects = effects.keySet().stream()
                .filter(id -> !id.startsWith("genuine-"))
                .toList();
        Map<String, Integer> repeats = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        effects.forEach((id, lives) -> {
            if (lives.size() > 1) {
                boolean killed = lives.stream().distinct().count() > 1;
                String why = explanations.containsKey(id)
                        ? String.join(" and ", explanations.get(id))
                        : killed ? "killed-between-effect-and-mark" : "";
                if (why.isEmpty()) {
                    unexplained.add(id);
                } else {
                    repeats.merge(why, lives.size() - 1, Integer::sum);
                }
            }
        });
        long archived = archivedOf("genuine-");
        long archivedForged = archivedOf("forged-");

        System.out.printf("seed %d, %d kills, %d lives%n", seed, kills, lives);
        System.out.printf(
                "sent in %d s, drained in %d s; %d redrives of dead letters%n",
                sending.toSeconds(), draining.toSeconds(), lines("redrives").size());
        System.out.printf(
                "accepted (200)            %d genuine, %d of them sent twice%n", accepted.size(), repeated.get());
        System.out.printf(
                "not accepted              %d refused, %d without an answer%n", refused.get(), unanswered.get());
        System.out.printf(
                "forged                    %d sent, %d with an effect%n", forged.size(), forgedEffects.size());
        System.out.printf("effects                   %d events, %d archived%n", effects.size(), archived);
        repeats.forEach((why, count) -> System.out.printf("effect repeated           %d, %s%n", count, why));
        System.out.printf("repeated, not explained   %d%n", unexplained.size());
        System.out.printf("lost                      %d%n", lost.size());
        Stream.of(lost, forgedEffects, unexplained)
                .flatMap(ids -> ids.stream().limit(20))
                .forEach(id -> System.out.println("  look at " + id));
        return lost.isEmpty() && forgedEffects.isEmpty() && archivedForged == 0 && unexplained.isEmpty();
    }

    private long archivedOf(String prefix) throws IOException {
        Path folder = data.resolve("bucket/archive");
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(Files::isRegularFile)
                    .count();
        }
    }
}
