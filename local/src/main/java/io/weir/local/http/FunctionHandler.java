package io.weir.local.http;

import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.lambda.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Makes each request the event that API Gateway would make, and the function's answer the response. A body is read before
 * the request takes a share of the work, so that a slow sender holds no place. Thread-safe.
 */
final class FunctionHandler extends Handler.Abstract {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** What a request costs beside its body. */
    private static final int OVERHEAD = 8 * 1024;

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

    /** How many bytes of bodies are in memory. */
    int readBytes() {
        return limits.smallBytes() + limits.largeBytes() - small.left() - large.left();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws InterruptedException {
        if (request.getHttpURI().getPath().equals("/-/health")) {
            Health now = health.get();
            Answers.text(response, callback, now.isUp() ? 200 : 503, "application/json", now.toJson());
            return true;
        }
        if (isRefused(request, response, callback)) {
            return true;
        }
        if (request.getLength() > Source.MAX_BYTES) {
            refuse(request, response, callback, 413, "the body is too large");
        } else {
            take(request, response, callback);
        }
        return true;
    }

    /** Asks the function before the body is read. A function that fails here is asked again with the body. */
    private boolean isRefused(Request request, Response response, Callback callback) {
        ByteArrayOutputStream refusal = new ByteArrayOutputStream();
        try {
            if (function.refuse(new ByteArrayInputStream(HttpEvents.of(request, new byte[0])), refusal)) {
                Map<?, ?> answer = Json.readObject(refusal.toByteArray());
                answer(answer, response, Answers.beforeTheBody(request, response, callback));
                return true;
            }
        } catch (IOException | RuntimeException | JsonException e) {
            warn.accept("the ingest function failed before the body: " + e);
        }
        return false;
    }

    private void take(Request request, Response response, Callback callback) throws InterruptedException {
        try (BodyReader reader = new BodyReader(request, limits, small, large)) {
            BodyReader.End end = read(reader);
            switch (end) {
                case WHOLE -> work(request, reader, response, callback);
                case TOO_LARGE -> refuse(request, response, callback, 413, "the body is too large");
                case TOO_SLOW -> refuse(request, response, callback, 408, "the body came too slowly");
                case NO_MEMORY -> refuseForNow(request, response, callback);
            }
        } catch (IOException e) {
            callback.failed(e.getCause() == null ? e : e.getCause());
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

    private void work(Request request, BodyReader reader, Response response, Callback callback)
            throws InterruptedException {
        int share = Math.min(limits.workBytes(), reader.size() + OVERHEAD);
        if (!work.take(share, limits.patience())) {
            refuseForNow(request, response, callback);
            return;
        }
        try {
            invoke(request, reader.join(), response, callback);
        } finally {
            work.give(share);
        }
    }

    private static void refuseForNow(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, "20");
        refuse(request, response, callback, 503, "too much at once, try again later");
    }

    private static void refuse(Request request, Response response, Callback callback, int status, String body) {
        Answers.text(response, Answers.beforeTheBody(request, response, callback), status, "text/plain", body);
    }

    private void invoke(Request request, byte[] body, Response response, Callback callback) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            function.handle(
                    new ByteArrayInputStream(HttpEvents.of(request, body)),
                    output,
                    new LocalContext("ingest", TIMEOUT));
            answer(Json.readObject(output.toByteArray()), response, callback);
            return;
        } catch (IOException | RuntimeException | JsonException e) {
            warn.accept("the ingest function failed: " + e);
        }
        Answers.text(response, callback, 502, "text/plain", "");
    }

    private static void answer(Map<?, ?> answer, Response response, Callback callback) {
        if (answer.get("headers") instanceof Map<?, ?> headers) {
            headers.forEach((name, value) ->
                    response.getHeaders().put(new HttpField(String.valueOf(name), String.valueOf(value))));
        }
        int status = answer.get("statusCode") instanceof BigDecimal code ? code.intValue() : 502;
        response.setStatus(status);
        Object body = answer.get("body");
        byte[] bytes = body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }
}
