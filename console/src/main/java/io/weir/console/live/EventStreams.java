package io.weir.console.live;

import io.weir.console.guard.Answers;
import io.weir.operations.Filter;
import io.weir.operations.Operations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The pages that listen (server-sent events), 16 at most. Thread-safe. */
public final class EventStreams implements AutoCloseable {
    private static final int MOST = 16;
    private static final Duration PING = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Operations operations;
    private final Semaphore places = new Semaphore(MOST);
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("weir-console-ping").factory());
    private volatile boolean isClosed;

    /** Streams of what happens in the operations. */
    public EventStreams(Operations operations) {
        this.operations = operations;
        Future<?> unused = pings.scheduleWithFixedDelay(
                () -> streams.forEach(stream -> Thread.ofVirtual().start(stream::ping)),
                PING.toMillis(),
                PING.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Tells a page of the requests that a filter admits, until it goes. Holds the thread for so long. */
    public void serve(Request request, Response response, Callback callback, Filter filter) {
        if (isClosed || !hasPlace()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "30");
            Answers.text(response, callback, 503, "too many pages listen: close some");
            return;
        }
        EventStream stream = new EventStream(response, new Matches(filter));
        streams.add(stream);
        try {
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
            stream.run(operations, cursor(request));
        } catch (IOException | InterruptedException e) {
            stream.end();
        } finally {
            streams.remove(stream);
            places.release();
            // Interrupted to end, while the last write must not be.
            boolean wasInterrupted = Thread.interrupted();
            response.write(true, ByteBuffer.allocate(0), callback);
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A page that has gone is noticed by what is written to it, the second time at the latest. */
    private boolean hasPlace() {
        try {
            for (int i = 0; i < 3; i++) {
                if (places.tryAcquire(i == 0 ? 0 : LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
                streams.forEach(stream -> Thread.ofVirtual().start(stream::ping));
            }
            return places.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static @Nullable String cursor(Request request) {
        String last = request.getHeaders().get("Last-Event-ID");
        return last == null || last.isBlank() ? null : last;
    }

    /** How many pages listen. */
    public int open() {
        return streams.size();
    }

    /** Ends all of them, and takes no more. */
    @Override
    public void close() {
        isClosed = true;
        pings.shutdownNow();
        streams.forEach(EventStream::end);
    }
}
