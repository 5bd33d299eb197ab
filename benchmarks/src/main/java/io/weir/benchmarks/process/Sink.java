package io.weir.benchmarks.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** What an HTTP action posts to: it answers 204 after a while, and counts. */
public final class Sink implements AutoCloseable {
    /** Below the timeout of the action: what is held must not fail. */
    private static final Duration HELD = Duration.ofSeconds(40);

    private final Server server = new Server(new VirtualThreadPool(0));
    private final ServerConnector connector;
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Duration latency;

    private Sink(Duration latency) throws IOException {
        this.latency = latency;
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(4096);
        server.addConnector(connector);
        server.setHandler(new Answering());
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("the sink does not start", e);
        }
    }

    /** Answers after so long. */
    public static Sink after(Duration latency) throws IOException {
        return new Sink(latency);
    }

    /** Holds what comes until it is released: a worker that calls it waits and does nothing else. */
    public static Sink holding() throws IOException {
        return new Sink(HELD);
    }

    int port() {
        return connector.getLocalPort();
    }

    /** How many were answered. */
    public long answered() {
        return answered.get();
    }

    /** The most that were here at once. */
    public int mostAtOnce() {
        return most.get();
    }

    /** Answers all that is held, and whatever comes, at once. */
    public void release() {
        released.countDown();
    }

    private final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Content.Source.consumeAll(request);
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                if (!latency.isZero()) {
                    boolean unusedReleased = released.await(latency.toNanos(), TimeUnit.NANOSECONDS);
                }
            } finally {
                now.decrementAndGet();
            }
            answered.incrementAndGet();
            response.setStatus(204);
            callback.succeeded();
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        release();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the sink does not stop", e);
        }
    }
}
