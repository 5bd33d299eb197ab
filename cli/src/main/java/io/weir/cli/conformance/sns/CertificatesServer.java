package io.weir.cli.conformance.sns;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the internet would answer for a certificate's URL ({@code GET /?url=...}), and records each fetch; also those of
 * {@link #witness}, where nobody has anything to look for. Thread-safe.
 */
final class CertificatesServer implements AutoCloseable {
    private static final String QUERY = "url=";
    private static final String WITNESS = "/witness/";

    /** Who records without end runs out of memory; no run has so many fetches. */
    private static final int MAX_FETCHES = 100_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Laid> byUrl = new ConcurrentHashMap<>();
    private final Map<String, Laid> byHex = new ConcurrentHashMap<>();
    private final List<String> fetched = new CopyOnWriteArrayList<>();

    private CertificatesServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @throws IOException if the port is taken
     */
    static CertificatesServer open(InetSocketAddress at) throws IOException {
        CertificatesServer opened = new CertificatesServer(HttpServer.create(at, 0));
        opened.server.setExecutor(opened.threads);
        opened.server.createContext("/", exchange -> {
            try (exchange) {
                opened.answer(exchange);
            }
        });
        opened.server.start();
        return opened;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Where nobody has anything to look for. A certificate lies there, too: of the play that has these digits. */
    String witness(String hex) {
        InetSocketAddress at = server.getAddress();
        String host = at.getAddress().isAnyLocalAddress() ? "127.0.0.1" : at.getHostString();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort() + WITNESS + hex + ".pem";
    }

    /**
     * Lays something down.
     *
     * @param hex digits that belong to one play alone: whoever asks for another spelling of the URL that has them gets it, too
     */
    void lay(String url, String hex, Laid laid) {
        byUrl.put(url, laid);
        byHex.put(hex, laid);
    }

    /** The URLs of all fetches so far, in order. */
    List<String> fetched() {
        return List.copyOf(fetched);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String url = url(exchange.getRequestURI());
        if (url == null) {
            send(exchange, Laid.of(400));
            return;
        }
        if (fetched.size() < MAX_FETCHES) {
            fetched.add(url);
        }
        Laid laid = laid(url);
        if (laid.status() != 0) {
            send(exchange, laid);
        }
    }

    /** What is asked for, or null if the request is none of ours. */
    private @Nullable String url(URI asked) {
        if (asked.getPath().startsWith(WITNESS)) {
            return witness(asked.getPath().substring(WITNESS.length()).replace(".pem", ""));
        }
        String query = asked.getRawQuery();
        return asked.getPath().equals("/") && query != null && query.startsWith(QUERY)
                ? URLDecoder.decode(query.substring(QUERY.length()), StandardCharsets.UTF_8)
                : null;
    }

    private Laid laid(String url) {
        Laid exact = byUrl.get(url);
        if (exact != null) {
            return exact;
        }
        return byHex.entrySet().stream()
                .filter(entry -> url.toLowerCase(Locale.ROOT).contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Laid.of(404));
    }

    private static void send(HttpExchange exchange, Laid laid) throws IOException {
        laid.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(laid.status(), laid.body().length == 0 ? -1 : laid.body().length);
        exchange.getResponseBody().write(laid.body());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
