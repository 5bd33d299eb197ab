package io.weir.local;

import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.files.Folders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures a {@link FaultyWeir} in calm, without strangers and with them; then sends requests in a storm until so many are
 * accepted, kills it again and again, lets it drain in calm, and compares the ledger: what was answered with 200 against the
 * effects. Arguments: requests, kills, seed.
 */
final class FaultRun {
    private static final int WARM = 250;
    private static final int MOST_MEASURED = 3_000;
    private static final Duration SETTLE = Duration.ofMinutes(2);
    private static final Duration DRAIN = Duration.ofMinutes(1);

    private final int requests;
    private final int kills;
    private final long seed;
    private final Path data;
    private final FaultLedger ledger;
    private final FaultLife life;
    private final FaultRequests maker;
    private final Clock clock = Clock.systemUTC();

    private FaultRun(int requests, int kills, long seed, Path data) throws IOException {
        this.requests = requests;
        this.kills = kills;
        this.seed = seed;
        this.data = data;
        this.maker = new FaultRequests(data);
        this.ledger = new FaultLedger(data);
        this.life = new FaultLife(data, seed);
    }

    public static void main(String[] arguments) throws Exception {
        Path data = Files.createTempDirectory("weir-faults");
        FaultRun run = new FaultRun(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]), data);
        boolean held;
        try {
            held = run.run();
        } finally {
            run.life.kill();
        }
        if (held) {
            Folders.delete(data);
        } else {
            System.out.println("What it left lies in " + data);
        }
        System.exit(held ? 0 : 1);
    }

    private boolean run() throws Exception {
        boolean drained;
        life.start();
        Instant began = clock.instant();
        Instant calm;
        Instant stormed;
        try (FaultSender sender = new FaultSender(life, ledger, maker)) {
            int measured = Math.min(MOST_MEASURED, requests / 4);
            measure(sender, FaultPhase.WARM, WARM);
            measure(sender, FaultPhase.QUIET, measured);
            measure(sender, FaultPhase.STRANGERS, measured);
            calm = clock.instant();
            new FaultStorm(data, life, ledger, requests, kills, seed).run(sender);
            stormed = clock.instant();
        }
        maker.bringSecret();
        Files.createFile(data.resolve("drain"));
        if (!life.isAlive()) {
            life.start();
        }
        drained = drain(began);
        System.out.printf("seed %d, %d kills, %d lives%n", seed, kills, life.lives());
        System.out.printf(
                "measured in %d s, storm of %d s, drained in %d s%n",
                Duration.between(began, calm).toSeconds(),
                Duration.between(calm, stormed).toSeconds(),
                Duration.between(stormed, clock.instant()).toSeconds());
        boolean held = ledger.holds();
        return held && drained;
    }

    /** Sends in calm, and waits for the effects: what is left over of one phase must not slow down the next. */
    private void measure(FaultSender sender, FaultPhase phase, int count) throws Exception {
        sender.pace(phase, count, seed);
        Instant deadline = clock.instant().plus(SETTLE);
        while (ledger.missing() > 0 && clock.instant().isBefore(deadline)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.SECONDS.sleep(1);
    }

    /**
     * Waits until nothing genuine waits anywhere: waits grow to a third of a record's age, and an attempt may fail again.
     * What strangers sent to the source without a secret is waited for in vain. False if it does not come to rest in time.
     */
    private boolean drain(Instant began) throws Exception {
        Instant from = clock.instant();
        Duration most = Duration.between(began, from).dividedBy(2).plus(DRAIN);
        Duration effects = null;
        List<String> waiting = List.of();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int quiet = 0; quiet < 3; TimeUnit.MILLISECONDS.sleep(500)) {
                Duration passed = Duration.between(from, clock.instant());
                waiting = new FaultQueues(data).waiting();
                long genuine = waiting.stream().filter(FaultLedger::isGenuine).count();
                if (effects == null && ledger.missing() == 0) {
                    effects = passed;
                }
                if (passed.compareTo(most) > 0) {
                    System.out.printf("not drained within %s: %d genuine, %s%n", most, genuine, health(http));
                    return false;
                }
                quiet = genuine == 0 && isEmpty(health(http)) && pending() == 0 ? quiet + 1 : 0;
            }
        }
        System.out.printf(
                "%d s after the last outage all genuine events had had their effect, after %d s none waited (at most %d s)%n",
                effects == null ? -1 : effects.toSeconds(),
                Duration.between(from, clock.instant()).toSeconds(),
                most.toSeconds());
        System.out.printf("%-28s%d%n", "strangers' that still wait", waiting.size());
        return true;
    }

    private static boolean isEmpty(Map<?, ?> health) {
        return Stream.of("queue", "dead", "unproven").allMatch(depth -> "0".equals(String.valueOf(health.get(depth))));
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
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + life.port() + "/-/health"))
                .build();
        return Json.readObject(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
