package io.weir.local.http;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** The HTTP server in front of the ingest function: makes each request the event that API Gateway would make. */
public final class HttpFront implements AutoCloseable {
    /** Together with the limits of {@link FunctionHandler} this bounds the memory that bodies take. */
    private static final int MAX_REQUESTS = 128;

    private static final Duration IDLE = Duration.ofSeconds(20);
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
        server.setHandler(new GracefulHandler(new FunctionHandler(function, health, warn)));
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
}
