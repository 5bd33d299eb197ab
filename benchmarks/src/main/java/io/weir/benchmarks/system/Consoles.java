package io.weir.benchmarks.system;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** People who look: each has the console's stream of events open, and loads overview and requests anew every 5 s. */
final class Consoles implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final URI url;
    private final String token;
    private final List<HttpClient> clients;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LongAdder events = new LongAdder();
    private final LongAdder pages = new LongAdder();
    private final LongAdder failed = new LongAdder();

    private Consoles(URI url, String token, int count) {
        this.url = url;
        this.token = token;
        this.clients = Stream.generate(() -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build())
                .limit(count)
                .toList();
    }

    /** Opens so many. */
    static Consoles open(Path admin, int count) throws IOException, InterruptedException {
        Consoles consoles;
        try {
            var file = Json.readObject(Files.readAllBytes(admin));
            consoles =
                    new Consoles(URI.create(String.valueOf(file.get("url"))), String.valueOf(file.get("token")), count);
        } catch (JsonException e) {
            throw new IOException(admin + " is no JSON", e);
        }
        for (HttpClient client : consoles.clients) {
            if (consoles.load(client, "/?token=" + consoles.token) != 200) {
                throw new IOException("the console does not let us in");
            }
            Future<?> unusedListener = consoles.threads.submit(() -> consoles.listen(client));
            Future<?> unusedLooker = consoles.threads.submit(() -> consoles.look(client));
        }
        return consoles;
    }

    private int load(HttpClient client, String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(url.resolve(path))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void listen(HttpClient client) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/events"))
                .header("accept", "text/event-stream")
                .build();
        try {
            HttpResponse<Stream<String>> stream = client.send(request, HttpResponse.BodyHandlers.ofLines());
            if (stream.statusCode() != 200) {
                failed.increment();
            }
            stream.body().filter(line -> line.startsWith("data:")).forEach(line -> events.increment());
        } catch (IOException | RuntimeException e) {
            // Closed, as all are at the end; a stream that ended early shows in the count of events.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(HttpClient client) {
        try {
            while (true) {
                for (String path : List.of("/", "/requests")) {
                    if (load(client, path) == 200) {
                        pages.increment();
                    } else {
                        failed.increment();
                    }
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (IOException e) {
            failed.increment();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What they saw so far. */
    String report() {
        return "consoles=%d events=%d pages=%d failed=%d"
                .formatted(clients.size(), events.sum(), pages.sum(), failed.sum());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        clients.forEach(HttpClient::shutdownNow);
    }
}
