package io.weir.system;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before moto and does what it leaves out of queues and functions. All else goes through as it is. */
final class MotoProxy implements AutoCloseable {
    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "content-length", "expect", "upgrade", "transfer-encoding");

    private final URI endpoint;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final MotoQueues queues = new MotoQueues();
    private final MotoFunctions functions;

    /** @param endpoint moto's */
    MotoProxy(URI endpoint, MotoFunctions functions) throws IOException {
        this.endpoint = endpoint;
        this.functions = functions;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Asks moto. */
    interface Moto {
        Answer ask(Request request) throws IOException;
    }

    /** @param query empty if there is none */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(String method, URI uri, String path, String query, Headers headers, byte[] body) {
        private static Request of(HttpExchange exchange) throws IOException {
            URI uri = exchange.getRequestURI();
            return new Request(
                    exchange.getRequestMethod(),
                    uri,
                    uri.getPath(),
                    Objects.requireNonNullElse(uri.getQuery(), ""),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes());
        }

        /** The operation of a service that names it in this header. */
        String target() {
            return Objects.requireNonNullElse(headers.getFirst("X-Amz-Target"), "");
        }

        boolean changes() {
            return method.equals("POST") || method.equals("PUT");
        }

        Map<String, ?> json() throws JsonException {
            return Json.readObject(body);
        }

        Request with(byte[] other) {
            return new Request(method, uri, path, query, headers, other);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        boolean isGood() {
            return status < 300;
        }

        Map<String, ?> json() throws JsonException {
            return Json.readObject(body);
        }

        Answer with(Map<?, ?> json) {
            return new Answer(status, headers, Json.write(json).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(Request.of(exchange));
            } catch (JsonException e) {
                throw new IOException(e);
            }
            answer.headers.forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            boolean empty = exchange.getRequestMethod().equals("HEAD") || answer.body.length == 0;
            exchange.sendResponseHeaders(answer.status, empty ? -1 : answer.body.length);
            if (!empty) {
                exchange.getResponseBody().write(answer.body);
            }
        }
    }

    private Answer answer(Request request) throws IOException, JsonException {
        if (MotoQueues.takes(request)) {
            return queues.answer(request, this::forward);
        }
        return MotoFunctions.takes(request) ? functions.answer(request, this::forward) : forward(request);
    }

    private Answer forward(Request request) throws IOException {
        String query = request.uri.getRawQuery();
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(
                        endpoint.resolve(request.uri.getRawPath() + (query == null ? "" : "?" + query)))
                .method(request.method, HttpRequest.BodyPublishers.ofByteArray(request.body));
        request.headers.forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> forwarded.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> answer = http.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        http.close();
    }
}
