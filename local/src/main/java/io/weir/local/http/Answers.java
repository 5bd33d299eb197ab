package io.weir.local.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers that the front gives itself. */
final class Answers {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MAX_DISCARDED = 32 * 1024 * 1024;

    private Answers() {}

    static void text(Response response, Callback callback, int status, String type, String body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    }

    /**
     * For an answer that is given before the body was read: the connection ends, but only after what is under way was read
     * for a moment. A sender that is cut off in the middle of its body sees a reset, not the answer.
     */
    static Callback beforeTheBody(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        return Callback.from(
                () -> Thread.startVirtualThread(() -> {
                    try {
                        discard(request);
                    } finally {
                        callback.succeeded();
                    }
                }),
                callback::failed);
    }

    private static void discard(Request request) {
        long end = System.nanoTime() + LINGER_NANOS;
        long read = 0;
        try {
            while (read < MAX_DISCARDED && end - System.nanoTime() > 0) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    CountDownLatch more = new CountDownLatch(1);
                    request.demand(more::countDown);
                    if (!more.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    continue;
                }
                read += chunk.remaining();
                chunk.release();
                if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The sender was too slow: the wait for its body is still open, and there is nothing to read.
        }
    }
}
