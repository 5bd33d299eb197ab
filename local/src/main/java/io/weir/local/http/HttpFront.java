package io.weir.local.http;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** The HTTP server in front of the ingest function: makes each request the event that API Gateway would make. */
public final class HttpFront implements AutoCloseable {
    /** A connection that waits takes some 15 KB, and a virtual thread while its body comes. */
    private static final int MAX_CONNECTIONS = 2048;

    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Server server;
    private final ServerConnector connector;
    private final FunctionHandler handler;

    /**
     * @param health what {@code GET /-/health} answers
     * @param warn takes a line when the function fails
     */
    public HttpFront(String host, int port, DoorFunction function, Supplier<Health> health, Consumer<String> warn) {
        this(
                host,
                port,
                function,
                health,
                warn,
                BodyLimits.of(Runtime.getRuntime().maxMemory()));
    }

    HttpFront(
            String host,
            int port,
            DoorFunction function,
            Supplier<Health> health,
            Consumer<String> warn,
            BodyLimits limits) {
        server = new Server(new VirtualThreadPool(0)); // no cap: what is scarce is memory, and that is counted
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(32 * 1024);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setStopTimeout(DRAIN.toMillis());
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        handler = new FunctionHandler(function, health, warn, limits);
        server.setHandler(new GracefulHandler(handler));
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if the port is taken, or the address cannot be listened on
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException(why(connector.getHost(), connector.getPort(), e), e);
        }
    }

    /** What is in the way, as a sentence. */
    static String why(String host, int port, Exception fault) {
        for (Throwable each = fault; each != null; each = each.getCause()) {
            String said = String.valueOf(each.getMessage());
            if (each instanceof UnresolvedAddressException || said.startsWith("Unresolved address")) {
                return "the host " + host + " has no address";
            }
            if (each instanceof BindException && said.contains("assign requested address")) {
                return host + " is no address of this machine";
            }
            if (each instanceof SocketException && said.contains("ermission denied")) {
                return "port " + port + " on " + host
                        + ": permission denied; ports below 1024 need rights of their own";
            }
            if (each instanceof BindException) {
                return "port " + port + " on " + host + " is taken";
            }
        }
        return "cannot start the HTTP server: " + fault;
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** How many requests are at their bodies. */
    public int reading() {
        return handler.reading();
    }

    /** How many bytes of bodies are in memory. */
    int readBytes() {
        return handler.readBytes();
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
