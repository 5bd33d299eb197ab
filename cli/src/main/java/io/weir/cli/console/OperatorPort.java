package io.weir.cli.console;

import io.weir.config.ConfigurationException;
import io.weir.console.ConsoleOptions;
import io.weir.console.ConsoleServer;
import io.weir.console.api.ApiHandler;
import io.weir.local.Version;
import io.weir.operations.Operations;
import io.weir.operations.remote.AdminFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The listener of a running weir: the console, what the commands ask, and the figures. */
public final class OperatorPort implements AutoCloseable {
    private final ConsoleServer server;
    private final AdminFile admin;
    private final boolean hasPages;

    private OperatorPort(ConsoleServer server, AdminFile admin, boolean hasPages) {
        this.server = server;
        this.admin = admin;
        this.hasPages = hasPages;
    }

    /**
     * Begins to listen, and says in the data folder where. Without a console the commands are served all the same, on a free
     * port of this machine.
     *
     * @param metrics what {@code GET /metrics} answers
     * @param warn takes a line when something fails
     * @throws IOException if the port that was asked for is taken
     */
    public static OperatorPort open(
            Operations operations, Path data, ConsoleOption option, Supplier<String> metrics, Consumer<String> warn)
            throws IOException {
        ConsoleServer server = start(operations, data, option, metrics, warn);
        try {
            URI api = URI.create(server.url()).resolve("/");
            return new OperatorPort(server, AdminFile.write(data, api, server.token(), Version.TEXT), !option.isOff());
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static ConsoleServer start(
            Operations operations, Path data, ConsoleOption option, Supplier<String> metrics, Consumer<String> warn)
            throws IOException {
        ConsoleOption.Address address = option.address();
        ConsoleOptions options = ConsoleServer.builder(operations)
                .host(address.host())
                .port(address.port())
                .pages(!option.isOff())
                .readOnly(option.isReadOnly())
                .behindProxy(option.isBehindProxy())
                .audit(data.resolve("audit.jsonl"))
                .metrics(metrics)
                .api(ApiHandler::new)
                .log(warn);
        ConsoleServer server = build(options);
        try {
            server.start();
            return server;
        } catch (IOException e) {
            server.close();
            if (option.isGiven()) {
                throw e;
            }
        }
        ConsoleServer elsewhere = build(options.port(0)); // another weir has the usual one
        elsewhere.start();
        return elsewhere;
    }

    static ConsoleServer build(ConsoleOptions options) {
        try {
            return options.build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--console: " + e.getMessage());
        }
    }

    /** The address of the console for the first visit, with its token; null if there is none. For the owner's eyes alone. */
    public @Nullable String url() {
        return hasPages ? server.url() : null;
    }

    /** The address of the console without its token, and where that is. */
    public String address() {
        String url = server.url();
        return url.substring(0, url.indexOf("?token=")) + ", its token is in " + AdminFile.NAME + " in the data folder";
    }

    @Override
    public void close() throws IOException {
        admin.close();
        server.close();
    }
}
