package io.weir.operations.remote;

import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.OperationsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a running weir. Thread-safe. */
final class RemoteCalls implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Until an answer begins. A search through a million bodies may take a while. */
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final HttpClient client;
    private final URI api;
    private final String token;

    /** @param url where the console listens, without path */
    RemoteCalls(URI url, String token) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER) // the token is for this listener alone
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        this.api = url.resolve("/api/");
        this.token = token;
    }

    /** The answer, which is an object. */
    Map<String, @Nullable Object> call(String operation, Map<String, @Nullable Object> arguments) throws IOException {
        try (InputStream body = send(operation, arguments)) {
            return Json.readObject(body.readAllBytes());
        } catch (JsonException e) {
            throw new IOException(odd(operation), e);
        }
    }

    /** The lines of an answer that comes in parts. Closing it ends the operation, by and by. */
    BufferedReader stream(String operation, Map<String, @Nullable Object> arguments) throws IOException {
        return new BufferedReader(new InputStreamReader(send(operation, arguments), StandardCharsets.UTF_8));
    }

    /** The next object of a stream, or null at its end. Empty lines say that the other side is alive. */
    @Nullable
    Map<String, @Nullable Object> next(String operation, BufferedReader lines) throws IOException {
        try {
            String line = lines.readLine();
            while (line != null && line.isEmpty()) {
                line = lines.readLine();
            }
            return line == null ? null : failed(Json.readObject(line));
        } catch (JsonException e) {
            throw new IOException(odd(operation), e);
        }
    }

    /** Throws what a line says that failed; else gives it back. */
    private static Map<String, @Nullable Object> failed(Map<String, @Nullable Object> line) throws IOException {
        if (line.get("error") instanceof String error) {
            throw Boolean.TRUE.equals(line.get("isFinal")) ? new OperationsException(error) : new IOException(error);
        }
        return line;
    }

    private String odd(String operation) {
        return "the answer of " + api + operation + " is not one of weir";
    }

    private InputStream send(String operation, Map<String, @Nullable Object> arguments) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(operation))
                .timeout(ANSWER)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(arguments)))
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            throw refusal(operation, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer from weir at " + api, e);
        } catch (java.net.ConnectException e) {
            throw new IOException("no weir answers at " + api, e);
        }
    }

    private IOException refusal(String operation, HttpResponse<InputStream> answer) throws IOException {
        String error = odd(operation) + ": status " + answer.statusCode();
        try (InputStream body = answer.body()) {
            if (Json.readObject(body.readNBytes(64 * 1024)).get("error") instanceof String sentence) {
                error = sentence;
            }
        } catch (JsonException e) {
            return new IOException(error, e);
        }
        boolean isFinal = answer.statusCode() == 422 || answer.statusCode() == 400 || answer.statusCode() == 404;
        return isFinal ? new OperationsException(error) : new IOException(error);
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
