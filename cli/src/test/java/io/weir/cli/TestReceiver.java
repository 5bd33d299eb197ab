package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver of webhooks that does as it is told, and writes a file for each effect. */
final class TestReceiver implements AutoCloseable {
    /** What it does with a request. */
    @FunctionalInterface
    interface Manners {
        void with(TestReceiver receiver, HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger effects = new AtomicInteger();
    private final Path folder;

    /** @param folder where effects are written */
    TestReceiver(Path folder, Manners manners) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                manners.with(this, exchange);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Answers before it has looked at anything. */
    static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    /** What came of the body, although it may have broken off. */
    static byte[] body(HttpExchange exchange) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (InputStream in = exchange.getRequestBody()) {
            in.transferTo(body);
        } catch (IOException e) {
            // That is all that came.
        }
        return body.toByteArray();
    }

    /** Makes a file of a request. */
    void act(Headers headers, byte[] body) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(String.valueOf(headers.entrySet()).getBytes(UTF_8));
        content.writeBytes(body);
        Path written = folder.resolveSibling("effect-" + effects.incrementAndGet());
        Files.write(written, content.toByteArray());
        Files.move(written, folder.resolve(written.getFileName()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
