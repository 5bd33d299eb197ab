package io.weir.console;

import io.weir.operations.Operations;
import org.eclipse.jetty.server.Handler;

/** Makes the interface for commands under {@code /api/}. */
@FunctionalInterface
public interface ApiFactory {
    /**
     * Makes it once, before the console listens.
     *
     * @param operations those whose changes are written down
     * @param token what each request must bring as its bearer token
     */
    Handler make(Operations operations, String token);
}
