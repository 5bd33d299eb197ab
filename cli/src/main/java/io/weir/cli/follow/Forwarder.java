package io.weir.cli.follow;

import io.weir.cli.text.Speech;
import io.weir.envelope.ReceivedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Posts requests to an app as they came. It follows no redirect. */
public final class Forwarder implements AutoCloseable {
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Of one connection, RFC 9110 section 7.6.1, and what the client writes itself. */
    private static final Set<String> OWN = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "host",
            "content-length",
            "weir-id");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI target;
    private final Following.Waiting waiting;
    private final Speech speech;

    /** @param target of http or https */
    public Forwarder(URI target, Following.Waiting waiting, Speech speech) {
        this.target = target;
        this.waiting = waiting;
        this.speech = speech;
    }

    /**
     * What the app answered.
     *
     * @param status of HTTP, or 0 if it could not be reached
     */
    public record Answer(int status, Duration took) {
        /** Whether it is 2xx. */
        public boolean isGood() {
            return status / 100 == 2;
        }
    }

    /** Posts a request; an app that cannot be reached is tried a few times. */
    public Answer forward(String id, ReceivedRequest request) throws InterruptedException {
        HttpRequest post = post(id, request);
        Duration wait = FIRST_WAIT;
        for (int attempt = 1; ; attempt++) {
            long start = System.nanoTime();
            try {
                HttpResponse<Void> answer = client.send(post, HttpResponse.BodyHandlers.discarding());
                return new Answer(answer.statusCode(), Duration.ofNanos(System.nanoTime() - start));
            } catch (IOException e) {
                boolean isLast = attempt == ATTEMPTS;
                speech.say(target.getScheme() + "://" + target.getAuthority() + " cannot be reached"
                        + (isLast ? ": " + id + " is left out" : "; trying again"));
                if (isLast) {
                    return new Answer(0, Duration.ofNanos(System.nanoTime() - start));
                }
                waiting.of(wait);
                wait = wait.multipliedBy(2);
            }
        }
    }

    private HttpRequest post(String id, ReceivedRequest request) {
        HttpRequest.Builder post = HttpRequest.newBuilder(target).timeout(TIMEOUT);
        Set<String> left = new HashSet<>(OWN);
        for (String name : request.headers().getOrDefault("connection", "").split(",", -1)) {
            left.add(name.strip().toLowerCase(Locale.ROOT));
        }
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            if (left.contains(header.getKey())) {
                continue;
            }
            try {
                post.setHeader(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                speech.say("the header " + header.getKey() + " of " + id + " cannot be sent, and is left out");
            }
        }
        return post.setHeader("weir-id", id)
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                .build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
