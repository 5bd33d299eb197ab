package io.weir.console.guard;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By which names the console may be called. A name that a stranger made lead to this machine is none of them, so that no
 * page of a stranger can read what the console answers.
 */
public final class Origins {
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    private final Set<String> configured;
    private final IntSupplier port;
    private final boolean tls;
    private final boolean behindProxy;

    /**
     * The names of one listener.
     *
     * @param configured further values of the header Host, with their ports where they are not the scheme's own
     * @param port of the listener, once it listens
     */
    public Origins(Set<String> configured, IntSupplier port, boolean tls, boolean behindProxy) {
        this.configured =
                configured.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.port = port;
        this.tls = tls;
        this.behindProxy = behindProxy;
    }

    /** Whether a request with this header Host is meant for the console. */
    public boolean isHost(@Nullable String host) {
        return host != null && (isLoopback(host) || configured.contains(host.toLowerCase(Locale.ROOT)));
    }

    /** Whether a page of this origin is the console's own, as the request names the console. */
    public boolean isOwn(@Nullable String origin, @Nullable String host) {
        if (origin == null || host == null || !isHost(host)) {
            return false;
        }
        Stream<String> schemes =
                behindProxy && !isLoopback(host) ? Stream.of("https://", "http://") : Stream.of(scheme());
        return schemes.anyMatch(scheme -> origin.equals(scheme + host.toLowerCase(Locale.ROOT)));
    }

    private boolean isLoopback(String host) {
        return LOOPBACK.stream().anyMatch(name -> host.equalsIgnoreCase(name + ":" + port.getAsInt()));
    }

    private String scheme() {
        return tls ? "https://" : "http://";
    }
}
