package io.weir.cli.conformance.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weir.config.ConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens where the receiver posts what it believes; each request with a marker is an effect, and is answered 200. */
public final class SinkObserver implements Observer {
    private static final int MAX_PORT = 65_535;

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> effects = new HashMap<>();

    private SinkObserver(String name, HttpServer server) {
        this.name = name;
        this.server = server;
    }

    /**
     * Begins to listen.
     *
     * @param address {@code HOST:PORT}; port 0 for a free one
     * @throws ConfigurationException if it is no address
     * @throws IOException if nobody can listen there
     */
    public static SinkObserver at(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        if (colon <= 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
            throw new ConfigurationException("--observe: expected sink=HOST:PORT, such as sink=127.0.0.1:9000");
        }
        InetSocketAddress place = new InetSocketAddress(address.substring(0, colon), Integer.parseInt(port));
        if (place.isUnresolved()) {
            throw new ConfigurationException("--observe sink=" + address + ": the host has no address");
        }
        HttpServer server;
        try {
            server = HttpServer.create(place, 0);
        } catch (IOException e) {
            throw new IOException("--observe sink=" + address + ": " + e.getMessage(), e);
        }
        SinkObserver sink = new SinkObserver("sink=" + address, server);
        server.setExecutor(sink.threads);
        server.createContext("/", sink::take);
        server.start();
        return sink;
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Set<String> markers =
                    new LinkedHashSet<>(Markers.in(exchange.getRequestBody().readNBytes(Markers.MAX)));
            exchange.getRequestHeaders()
                    .values()
                    .forEach(values -> values.forEach(value -> markers.addAll(Markers.in(value))));
            count(markers);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private synchronized void count(Set<String> markers) {
        markers.forEach(marker -> effects.merge(marker, 1, Integer::sum));
        notifyAll();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean seesEffects() {
        return true;
    }

    @Override
    public synchronized int effects(String marker) {
        return effects.getOrDefault(marker, 0);
    }

    @Override
    public synchronized boolean await(String marker, int wanted, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (effects(marker) < wanted) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
