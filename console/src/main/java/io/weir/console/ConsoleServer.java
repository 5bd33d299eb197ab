package io.weir.console;

import io.weir.console.guard.PlainErrors;
import io.weir.operations.Operations;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/** The operator's listener. Never the door's: whoever opens the door to the world would open this, too. */
public final class ConsoleServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 256;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final Server server = new Server(new VirtualThreadPool(0));
    private final ServerConnector connector;
    private final Wiring wiring;
    private final String host;
    private final String scheme;

    ConsoleServer(ConsoleOptions options) {
        host = options.host;
        SSLContext tls = options.tls;
        scheme = tls == null ? "http" : "https";
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(16 * 1024);
        connector = connector(tls, http);
        connector.setHost(host);
        connector.setPort(options.port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        server.setStopTimeout(DRAIN.toMillis());
        server.setErrorHandler(new PlainErrors());
        wiring = new Wiring(options, this::port);
        Handler handler = wiring.handler();
        server.setHandler(handler);
    }

    /** A console over operations, which stay the caller's to close. */
    public static ConsoleOptions builder(Operations operations) {
        return new ConsoleOptions(operations);
    }

    private ServerConnector connector(@Nullable SSLContext tls, HttpConfiguration http) {
        if (tls == null) {
            return new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        }
        // The names by which it may be called are checked for each request anyway, certificate or not.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls);
        return new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(factory, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(http));
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if the port is taken
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new IOException("port " + connector.getPort() + " on " + host + " is taken", e);
            }
            throw new IOException("cannot start the console: " + e, e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** What lets its bearer do everything here. For the owner's eyes and files alone. */
    public String token() {
        return wiring.token();
    }

    /** The address for the first visit, with the token. */
    public String url() {
        String name = host.equals("0.0.0.0") || host.equals("::")
                ? "127.0.0.1"
                : host.contains(":") ? "[" + host + "]" : host;
        return scheme + "://" + name + ":" + port() + "/?token=" + token();
    }

    /** Ends what listens, stops changes after the request that they are at, and refuses what is new. */
    @Override
    public void close() throws IOException {
        wiring.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("cannot stop the console: " + e, e);
        }
    }
}
