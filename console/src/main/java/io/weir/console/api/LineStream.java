package io.weir.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.console.api.ApiHandler.Answer;
import io.weir.json.Json;
import io.weir.operations.RequestEvent;
import io.weir.operations.remote.OperationsJson;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * An answer in lines of JSON. A thread of its own writes an empty line now and then: that is how a client that went is
 * noticed while nothing happens. Thread-safe.
 */
final class LineStream implements AutoCloseable {
    /** A change of thousands a second need not tell of each. */
    private static final long PROGRESS_NANOS = Duration.ofMillis(100).toNanos();

    private final Answer answer;
    private final OutputStream out;
    private final @Nullable Thread waiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isStopped;
    private @Nullable IOException gone;
    private @Nullable Map<String, @Nullable Object> untold;
    private long nextProgress = System.nanoTime();

    private LineStream(Answer answer, @Nullable Thread waiting) {
        this.answer = answer;
        this.waiting = waiting;
        this.out = Content.Sink.asOutputStream(answer.response());
    }

    /**
     * Begins the answer.
     *
     * @param waiting is interrupted when the client went, or null: what changes something must not be broken off anywhere
     */
    static LineStream begin(Answer answer, Duration heartbeat, @Nullable Thread waiting) {
        answer.response().setStatus(200);
        answer.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
        LineStream lines = new LineStream(answer, waiting);
        lines.write("");
        Thread.startVirtualThread(() -> lines.beat(heartbeat));
        return lines;
    }

    private void beat(Duration heartbeat) {
        try {
            while (!ended.await(heartbeat.toMillis(), TimeUnit.MILLISECONDS)) {
                write("");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The operation shall end, and tell its result. */
    void stop() {
        isStopped = true;
    }

    /** Returns whether to go on. */
    boolean progress(long done, long failed, long total) {
        lock.lock();
        try {
            Map<String, @Nullable Object> step = new LinkedHashMap<>();
            step.put("done", done);
            step.put("failed", failed);
            step.put("total", total);
            untold = member("progress", step);
            if (System.nanoTime() - nextProgress >= 0) {
                nextProgress = System.nanoTime() + PROGRESS_NANOS;
                tell();
            }
            return !isStopped && gone == null;
        } finally {
            lock.unlock();
        }
    }

    /** Tells the last progress that was held back. */
    private void tell() {
        if (untold != null) {
            write(Json.write(untold));
            untold = null;
        }
    }

    void result(Record result) {
        lock.lock();
        try {
            tell();
            write(Json.write(member("result", OperationsJson.tree(result))));
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether somebody listens still. */
    boolean event(RequestEvent event) {
        return write(Json.write(member("event", OperationsJson.tree(event))));
    }

    void error(String sentence, boolean isFinal) {
        write(Json.write(LongCalls.errorLine(sentence, isFinal)));
    }

    private static Map<String, @Nullable Object> member(String name, @Nullable Object tree) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put(name, tree);
        return object;
    }

    private boolean write(String line) {
        lock.lock();
        try {
            if (gone == null && ended.getCount() > 0) {
                out.write((line + "\n").getBytes(UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            gone = e;
            if (waiting != null && !waiting.equals(Thread.currentThread())) {
                waiting.interrupt();
            }
        } finally {
            lock.unlock();
        }
        return gone == null;
    }

    /** Ends the answer. The thread that waited is no longer interrupted then: others use it next. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended.countDown();
            if (Thread.currentThread().equals(waiting)) {
                Thread.interrupted();
            }
            if (gone == null) {
                answer.response().write(true, null, answer.callback());
            } else {
                answer.callback().failed(gone);
            }
        } finally {
            lock.unlock();
        }
    }
}
