package io.weir.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.worker.hmac.HmacSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sends signed requests, and one forged in ten, to a running weir as fast as it takes them and prints every 10 s how many were
 * accepted and the least heap that its collector left in that time.
 *
 * <p>Usage: {@code HeapRun URL SECRET-FILE GC-LOG SECONDS}. Ends early at 1,000,000 requests. The log is that of
 * {@code -Xlog:gc}.
 */
public final class HeapRun {
    private static final int SENDERS = 16;
    private static final int MOST = 1_000_000;
    private static final Pattern COLLECTED = Pattern.compile(" Pause .* ([0-9]+)M->([0-9]+)M\\(");

    private final URI url;
    private final byte[] secret;
    private final long endNanos;
    private final AtomicLong next = new AtomicLong();
    private final LongAdder accepted = new LongAdder();
    private final HmacScheme scheme = (HmacScheme) Objects.requireNonNull(
                    Sources.parse("benchmark", "{\"s\": {\"scheme\": \"github\", \"secret\": \"env:X\"}}")
                            .find("s"))
            .scheme();

    private HeapRun(URI url, byte[] secret, Duration time) {
        this.url = url;
        this.secret = secret;
        this.endNanos = System.nanoTime() + time.toNanos();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        URI url = URI.create(arguments[0]);
        if (!url.getHost().equals("127.0.0.1") && !url.getHost().equals("localhost")) {
            throw new IllegalArgumentException("only a door on this machine may be put under load");
        }
        byte[] secret = Files.readString(Path.of(arguments[1])).strip().getBytes(UTF_8);
        new HeapRun(url, secret, Duration.ofSeconds(Integer.parseInt(arguments[3]))).run(Path.of(arguments[2]));
    }

    private void run(Path gcLog) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<? extends Future<?>> all = Stream.generate(() -> senders.submit(this::send))
                    .limit(SENDERS)
                    .toList();
            long read = 0;
            while (all.stream().anyMatch(one -> !one.isDone())) {
                TimeUnit.SECONDS.sleep(10);
                String log = Files.readString(gcLog);
                System.out.printf(
                        "%4d s: %,9d requests accepted, %s, least heap after a collection %s%n",
                        (System.nanoTime() - start) / 1_000_000_000,
                        accepted.sum(),
                        waiting(),
                        least(log.substring((int) read)));
                read = log.length();
            }
        }
        double rate = accepted.sum() / ((System.nanoTime() - start) / 1e9);
        System.out.printf("%.0f requests a second; a million takes %.0f min%n", rate, MOST / rate / 60);
    }

    /** How far the worker is behind. */
    private String waiting() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String health = client.send(
                            HttpRequest.newBuilder(url.resolve("/-/health")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return Json.readObject(health).get("queue") + " wait";
        } catch (JsonException e) {
            throw new IOException("the door tells its health in no JSON", e);
        }
    }

    private static String least(String log) {
        return COLLECTED.matcher(log).results().mapToInt(one -> Integer.parseInt(one.group(2))).min().stream()
                .mapToObj(megabytes -> megabytes + " MB")
                .findFirst()
                .orElse("(none)");
    }

    private void send() {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (System.nanoTime() < endNanos) {
                long number = next.getAndIncrement();
                if (number >= MOST) {
                    return;
                }
                if (client.send(request(number), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    accepted.increment();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the door is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(long number) throws IOException {
        byte[] body = ("{\"order\":" + number + ",\"note\":\"" + "x".repeat(500) + "\"}").getBytes(UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-github-event", "push");
        headers.put("x-github-delivery", "heap-" + number);
        byte[] used = number % 10 == 9 ? "another".getBytes(UTF_8) : secret;
        headers.putAll(new HmacSigner(scheme)
                .sign(
                        new ReceivedRequest("github", Instant.now(), "POST", url.toString(), headers, body),
                        used,
                        Instant.now()));
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return request.build();
    }
}
