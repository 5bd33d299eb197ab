package io.weir.console;

import io.weir.operations.Operations;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How a console is to be. Whatever is not said is so that nobody but this machine's owner gets in. */
public final class ConsoleOptions {
    final Operations operations;
    String host = "127.0.0.1";
    int port = 8081;
    Set<String> names = Set.of();
    boolean pages = true;
    boolean readOnly;
    boolean behindProxy;

    @Nullable
    SSLContext tls;

    @Nullable
    Path audit;

    @Nullable
    Supplier<String> metrics;

    @Nullable
    ApiFactory api;

    Consumer<String> log = line -> {};
    Clock clock = Clock.systemUTC();

    ConsoleOptions(Operations operations) {
        this.operations = operations;
    }

    /** The address to listen on. Default: 127.0.0.1. */
    public ConsoleOptions host(String address) {
        this.host = address;
        return this;
    }

    /** The port to listen on, 0 for any that is free. Default: 8081. */
    public ConsoleOptions port(int number) {
        this.port = number;
        return this;
    }

    /** Further names by which browsers call it: values of the header Host, with the port if it is not 80 or 443. */
    public ConsoleOptions names(Set<String> hosts) {
        this.names = Set.copyOf(hosts);
        return this;
    }

    /** Whether there are pages for people. Default: yes. */
    public ConsoleOptions pages(boolean shown) {
        this.pages = shown;
        return this;
    }

    /** Whether nothing may be changed from here. Default: no. */
    public ConsoleOptions readOnly(boolean only) {
        this.readOnly = only;
        return this;
    }

    /** Whether a proxy stands before it that speaks TLS and says who its caller is. Default: no. */
    public ConsoleOptions behindProxy(boolean proxied) {
        this.behindProxy = proxied;
        return this;
    }

    /** Certificate and key, for https. Default: http. */
    public ConsoleOptions tls(SSLContext context) {
        this.tls = context;
        return this;
    }

    /** The file that takes a line for each change, or null for none. */
    public ConsoleOptions audit(@Nullable Path file) {
        this.audit = file;
        return this;
    }

    /** What {@code GET /metrics} answers, in Prometheus' text format, or null for nothing. */
    public ConsoleOptions metrics(@Nullable Supplier<String> text) {
        this.metrics = text;
        return this;
    }

    /** The interface for commands, or null for none. */
    public ConsoleOptions api(@Nullable ApiFactory factory) {
        this.api = factory;
        return this;
    }

    /** Takes a line when something fails. */
    public ConsoleOptions log(Consumer<String> warn) {
        this.log = warn;
        return this;
    }

    ConsoleOptions clock(Clock now) {
        this.clock = now;
        return this;
    }

    /**
     * The console, which does not listen yet.
     *
     * @throws IllegalArgumentException if others than this machine could listen to what passes
     */
    public ConsoleServer build() {
        if (tls == null && !behindProxy && !isLoopback(host)) {
            throw new IllegalArgumentException("the console listens on " + host
                    + ", which others can reach: it needs TLS, or --behind-proxy if a proxy with TLS stands before it");
        }
        return new ConsoleServer(this);
    }

    private static boolean isLoopback(String host) {
        try {
            return !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("there is no address of the name " + host, e);
        }
    }
}
