package io.weir.local.http;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.lambda.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** The HTTP server in front of the ingest function: makes each request the event that API Gateway would make. */
public final class HttpFront implements AutoCloseable {
    /** Together with the limits below this bounds the memory that bodies take: a request holds about six times its own. */
    private static final int MAX_REQUESTS = 128;

    private static final int SMALL = 256 * 1024;
    private static final int MAX_LARGE_REQUESTS = 3;
    private static final int MAX_DISCARDED = 32 * 1024 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Server server;
    private final ServerConnector connector;

    /**
     * @param health what {@code GET /-/health} answers
     * @param warn takes a line when the function fails
     */
    public HttpFront(
            String host, int port, RequestStreamHandler function, Supplier<Health> health, Consumer<String> warn) {
        VirtualThreadPool threads = new VirtualThreadPool(MAX_REQUESTS);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(32 * 1024);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setStopTimeout(DRAIN.toMillis());
        server.setHandler(new GracefulHandler(new Door(function, health, warn)));
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if the port is taken
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (BindException e) {
            throw new IOException("port " + connector.getPort() + " on " + connector.getHost() + " is taken", e);
        } catch (IOException e) {
            if (e.getCause() instanceof BindException) {
                throw new IOException("port " + connector.getPort() + " on " + connector.getHost() + " is taken", e);
            }
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot start the HTTP server: " + e, e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Answers what is under way, refuses what is new. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("cannot stop the HTTP server: " + e, e);
        }
    }

    private static final class Door extends Handler.Abstract {
        private final RequestStreamHandler function;
        private final Supplier<Health> health;
        private final Consumer<String> warn;
        private final Semaphore largePlaces = new Semaphore(MAX_LARGE_REQUESTS);

        Door(RequestStreamHandler function, Supplier<Health> health, Consumer<String> warn) {
            this.function = function;
            this.health = health;
            this.warn = warn;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            if (request.getHttpURI().getPath().equals("/-/health")) {
                Health now = health.get();
                write(response, callback, now.isUp() ? 200 : 503, "application/json", now.toJson());
                return true;
            }
            boolean large = request.getLength() < 0 || request.getLength() > SMALL;
            if (large && !largePlaces.tryAcquire()) {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, "20");
                refuse(request, response, callback, 503, "too many large bodies at once, please come again");
                return true;
            }
            try {
                take(request, response, callback);
            } finally {
                if (large) {
                    largePlaces.release();
                }
            }
            return true;
        }

        private void take(Request request, Response response, Callback callback) throws IOException {
            if (request.getLength() > Source.MAX_BYTES) {
                refuse(request, response, callback, 413, "the body is too large");
                return;
            }
            byte[] body = Content.Source.asInputStream(request).readNBytes(Source.MAX_BYTES + 1);
            if (body.length > Source.MAX_BYTES) {
                refuse(request, response, callback, 413, "the body is too large");
                return;
            }
            invoke(request, body, response, callback);
        }

        /** Reads on for a while first: a sender that is cut off in the middle of its body sees a reset, not the answer. */
        private static void refuse(Request request, Response response, Callback callback, int status, String body)
                throws IOException {
            InputStream rest = Content.Source.asInputStream(request);
            byte[] buffer = new byte[8192];
            int read = 0;
            for (int n = rest.read(buffer); n >= 0 && read < MAX_DISCARDED; n = rest.read(buffer)) {
                read += n;
            }
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            write(response, callback, status, "text/plain", body);
        }

        private void invoke(Request request, byte[] body, Response response, Callback callback) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            try {
                function.handleRequest(
                        new ByteArrayInputStream(HttpEvents.of(request, body)),
                        output,
                        new LocalContext("ingest", TIMEOUT));
                if (Json.read(output.toByteArray()) instanceof Map<?, ?> answer) {
                    answer(answer, response, callback);
                    return;
                }
                warn.accept("the ingest function answered no object");
            } catch (IOException | RuntimeException | JsonException e) {
                warn.accept("the ingest function failed: " + e);
            }
            write(response, callback, 502, "text/plain", "");
        }

        private static void answer(Map<?, ?> answer, Response response, Callback callback) {
            if (answer.get("headers") instanceof Map<?, ?> headers) {
                headers.forEach((name, value) ->
                        response.getHeaders().put(new HttpField(String.valueOf(name), String.valueOf(value))));
            }
            int status = answer.get("statusCode") instanceof BigDecimal code ? code.intValue() : 502;
            response.setStatus(status);
            Object body = answer.get("body");
            byte[] bytes = body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
            response.write(true, ByteBuffer.wrap(bytes), callback);
        }

        private static void write(Response response, Callback callback, int status, String type, String body) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
        }
    }
}
