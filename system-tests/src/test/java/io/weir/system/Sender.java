package io.weir.system;

import io.weir.cli.sender.Signing;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The deployed front door, as senders see it. Its name does not resolve, so requests carry it as Host. Thread-safe. */
final class Sender implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private final URI url;

    /**
     * @param endpoint where LocalStack listens
     * @param url the function URL
     */
    Sender(URI endpoint, URI url) {
        this.endpoint = endpoint;
        this.url = url;
    }

    /** Posts; returns the status. */
    int post(String source, Map<String, String> headers, byte[] body) throws IOException {
        return answer(source, headers, body).statusCode();
    }

    /** Posts JSON; returns the body of the answer, which must be 200. */
    String ask(String source, String json) throws IOException {
        HttpResponse<String> answer =
                answer(source, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IOException("answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<String> answer(String source, Map<String, String> headers, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve("/" + source))
                .timeout(TIMEOUT)
                .header("Host", url.getAuthority())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Posts a body as the source's sender would, signed with this secret. */
    int send(Source source, String secret, String id, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Signing.headers(
                (SignatureScheme) source.scheme(),
                secret.getBytes(StandardCharsets.UTF_8),
                url.resolve("/" + source.name()).toString(),
                bytes,
                id,
                "push",
                new LinkedHashMap<>());
        return post(source.name(), headers, bytes);
    }

    @Override
    public void close() {
        http.close();
    }
}
