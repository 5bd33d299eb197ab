package io.weir.local.http;

import io.weir.ingest.Answer;
import io.weir.ingest.Visit;
import io.weir.ingest.event.UnexpectedEventException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Asks the function with the head of each request, and makes its answer the response. A body is read before the request takes
 * a share of the work, so that a slow sender holds no place. Thread-safe.
 */
final class FunctionHandler extends Handler.Abstract {
    /** What a request costs beside its body. */
    static final int OVERHEAD = 8 * 1024;

    private final DoorFunction function;
    private final Supplier<Health> health;
    private final Consumer<String> warn;
    private final BodyLimits limits;
    private final ByteBudget small;
    private final ByteBudget large;
    private final ByteBudget work;
    private final AtomicInteger reading = new AtomicInteger();

    FunctionHandler(DoorFunction function, Supplier<Health> health, Consumer<String> warn, BodyLimits limits) {
        this.function = function;
        this.health = health;
        this.warn = warn;
        this.limits = limits;
        this.small = new ByteBudget(limits.smallBytes());
        this.large = new ByteBudget(limits.largeBytes());
        this.work = new ByteBudget(limits.workBytes());
    }

    /** How many requests are at their bodies. */
    int reading() {
        return reading.get();
    }

    /** How many bytes of bodies are under way, in memory and in files. */
    int readBytes() {
        return limits.smallBytes() + limits.largeBytes() - small.left() - large.left();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws InterruptedException {
        if ("/-/health".equals(request.getHttpURI().getPath())) {
            Health now = health.get();
            Answers.text(response, callback, now.isUp() ? 200 : 503, "application/json", now.toJson());
            return true;
        }
        try {
            visit(request, response, callback);
        } catch (UnexpectedEventException e) {
            refuse(request, response, callback, 400, "no path");
        } catch (RuntimeException e) {
            warn.accept("the ingest function failed: " + e);
            refuse(request, response, callback, 502, "");
        } catch (IOException e) {
            callback.failed(e.getCause() == null ? e : e.getCause());
        }
        return true;
    }

    private void visit(Request request, Response response, Callback callback) throws IOException, InterruptedException {
        Visit visit = function.visit(HttpEvents.of(request));
        Answer refusal = visit.refusal();
        if (refusal == null && request.getLength() > visit.maxBytes()) {
            refusal = visit.refuseTooLarge();
        }
        if (refusal != null) {
            answer(refusal, response, Answers.beforeTheBody(request, response, callback));
            return;
        }
        try (BodyReader reader = new BodyReader(request, visit, limits, small, large)) {
            take(request, visit, reader, response, callback);
        }
    }

    private void take(Request request, Visit visit, BodyReader reader, Response response, Callback callback)
            throws IOException, InterruptedException {
        switch (read(reader)) {
            case SMALL -> work(request, visit, reader, response, callback);
            case LARGE -> answer(reader.through().end(), response, callback);
            case DECIDED ->
                answer(reader.through().end(), response, Answers.beforeTheBody(request, response, callback));
            case TOO_LARGE ->
                answer(visit.refuseTooLarge(), response, Answers.beforeTheBody(request, response, callback));
            case TOO_SLOW -> refuse(request, response, callback, 408, "the body came too slowly");
            case NO_ROOM -> refuseForNow(request, response, callback);
        }
    }

    private BodyReader.End read(BodyReader reader) throws IOException, InterruptedException {
        reading.incrementAndGet();
        try {
            return reader.read();
        } finally {
            reading.decrementAndGet();
        }
    }

    private void work(Request request, Visit visit, BodyReader reader, Response response, Callback callback)
            throws InterruptedException {
        int share = Math.min(limits.workBytes(), reader.size() + OVERHEAD);
        if (!work.take(share, limits.patience())) {
            refuseForNow(request, response, callback);
            return;
        }
        Answer answer;
        try {
            answer = visit.take(reader.join());
        } finally {
            work.give(share);
        }
        answer(answer, response, callback);
    }

    private static void refuseForNow(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, "20");
        refuse(request, response, callback, 503, "too much at once, try again later");
    }

    private static void refuse(Request request, Response response, Callback callback, int status, String body) {
        Answers.text(response, Answers.beforeTheBody(request, response, callback), status, "text/plain", body);
    }

    private static void answer(Answer answer, Response response, Callback callback) {
        HttpFields.Mutable fields = response.getHeaders();
        answer.headers().forEach((name, value) -> fields.put(new HttpField(name, value)));
        String id = answer.id();
        if (id != null) {
            fields.put(new HttpField(Answer.ID, id));
        }
        response.setStatus(answer.status());
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
