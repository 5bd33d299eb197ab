package io.weir.cli.console;

import io.weir.config.ConfigurationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the operator's listener is. */
public final class ConsoleOption {
    private static final String OFF = "off";
    private static final int PORT = 8081;
    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--console",
            paramLabel = "HOST:PORT",
            description =
                    "Where the console listens, or off for none. Default: 127.0.0.1:8081, or a free port if that is taken")
    private @Nullable String address;

    @Option(
            names = "--behind-proxy",
            description = "A proxy with TLS stands before the console, which may then listen on any address")
    private boolean behindProxy;

    @Option(names = "--read-only", description = "Nothing can be changed from the console's pages")
    private boolean readOnly;

    /** An address, with a port that may be 0 for a free one. */
    record Address(String host, int port) {}

    boolean isOff() {
        return OFF.equals(address);
    }

    boolean isBehindProxy() {
        return behindProxy;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** Whether somebody chose the address; another port would not be what they asked for. */
    boolean isGiven() {
        return address != null;
    }

    Address address() {
        if (address == null || isOff()) {
            return new Address("127.0.0.1", address == null ? PORT : 0);
        }
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        if (colon <= 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
            throw new ConfigurationException("--console: expected HOST:PORT, such as 127.0.0.1:8081, or off");
        }
        String host = address.substring(0, colon);
        return new Address(
                host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(port));
    }
}
