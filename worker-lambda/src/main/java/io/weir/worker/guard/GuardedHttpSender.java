package io.weir.worker.guard;

import io.weir.action.PermanentFailureException;
import io.weir.worker.action.HttpSender;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A sender behind a guard. */
public final class GuardedHttpSender implements HttpSender {
    private final HttpSender sender;
    private final Guard guard;

    public GuardedHttpSender(HttpSender sender, Guard guard) {
        this.sender = sender;
        this.guard = guard;
    }

    @Override
    public int post(URI url, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException, PermanentFailureException {
        return guard.call(() -> sender.post(url, headers, body, timeout));
    }
}
