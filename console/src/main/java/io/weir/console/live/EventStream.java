package io.weir.console.live;

import io.weir.json.Json;
import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import io.weir.operations.RequestEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** One page that listens. What is sent of a request is its id and its state, nothing that a stranger wrote. */
final class EventStream {
    private final Response response;
    private final Matches matches;
    private final Thread thread = Thread.currentThread();
    private volatile boolean isOpen = true;

    EventStream(Response response, Matches matches) {
        this.response = response;
        this.matches = matches;
    }

    /** Sends what happens until the page goes or the console ends. */
    void run(Operations operations, @Nullable String after) throws IOException, InterruptedException {
        send("retry: 3000\n\n");
        try {
            operations.watch(after, this::take);
        } catch (OperationsException e) {
            if (after == null) {
                throw e;
            }
            // Too long away, or of an earlier start: what happened in between is told when the page is loaded again.
            send("event: gap\ndata: {}\n\n");
            operations.watch(null, this::take);
        }
    }

    private boolean take(RequestEvent event) {
        if (isOpen && matches.test(event.request())) {
            String data = Json.writeAscii(Map.of(
                    "id", event.request().id(), "state", event.request().state().text()));
            send("id: " + event.cursor().replaceAll("[\\r\\n\\x00]", "") + "\ndata: " + data + "\n\n");
        }
        return isOpen;
    }

    /** Finds out whether the page is still there; proxies keep a connection that says something. */
    void ping() {
        send(": here\n\n");
    }

    private synchronized void send(String text) {
        if (!isOpen) {
            return;
        }
        try {
            Content.Sink.write(response, false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            end();
        }
    }

    void end() {
        isOpen = false;
        thread.interrupt();
    }
}
