package io.weir.console.api;

import io.weir.operations.Operations;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The interface on a free port of this machine. */
final class ApiServer implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);

    ApiServer(Operations operations) throws IOException {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new ApiHandler(operations, TOKEN, Duration.ofMillis(50)));
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
