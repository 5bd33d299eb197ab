package io.weir.local.http;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.lambda.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Makes each request the event that API Gateway would make, and the function's answer the response. Thread-safe. */
final class FunctionHandler extends Handler.Abstract {
    /** A larger body does not fit into the queue; a few at once, since a request holds about six times its body. */
    private static final int SMALL = SqsLimits.MESSAGE_BYTES;

    private static final int MAX_LARGE_REQUESTS = 3;
    private static final int MAX_DISCARDED = 32 * 1024 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final RequestStreamHandler function;
    private final Supplier<Health> health;
    private final Consumer<String> warn;
    private final Semaphore largePlaces = new Semaphore(MAX_LARGE_REQUESTS);

    FunctionHandler(RequestStreamHandler function, Supplier<Health> health, Consumer<String> warn) {
        this.function = function;
        this.health = health;
        this.warn = warn;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        if (request.getHttpURI().getPath().equals("/-/health")) {
            Health now = health.get();
            write(response, callback, now.isUp() ? 200 : 503, "application/json", now.toJson());
            return true;
        }
        boolean large = request.getLength() < 0 || request.getLength() > SMALL;
        if (large && !largePlaces.tryAcquire()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "20");
            refuse(request, response, callback, 503, "too many large bodies at once, try again later");
            return true;
        }
        try {
            take(request, response, callback);
        } finally {
            if (large) {
                largePlaces.release();
            }
        }
        return true;
    }

    private void take(Request request, Response response, Callback callback) throws IOException {
        if (request.getLength() > Source.MAX_BYTES) {
            refuse(request, response, callback, 413, "the body is too large");
            return;
        }
        byte[] body = Content.Source.asInputStream(request).readNBytes(Source.MAX_BYTES + 1);
        if (body.length > Source.MAX_BYTES) {
            refuse(request, response, callback, 413, "the body is too large");
            return;
        }
        invoke(request, body, response, callback);
    }

    /** Reads on for a while first: a sender that is cut off in the middle of its body sees a reset, not the answer. */
    private static void refuse(Request request, Response response, Callback callback, int status, String body)
            throws IOException {
        InputStream rest = Content.Source.asInputStream(request);
        byte[] buffer = new byte[8192];
        int read = 0;
        for (int n = rest.read(buffer); n >= 0 && read < MAX_DISCARDED; n = rest.read(buffer)) {
            read += n;
        }
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        write(response, callback, status, "text/plain", body);
    }

    private void invoke(Request request, byte[] body, Response response, Callback callback) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            function.handleRequest(
                    new ByteArrayInputStream(HttpEvents.of(request, body)),
                    output,
                    new LocalContext("ingest", TIMEOUT));
            answer(Json.readObject(output.toByteArray()), response, callback);
            return;
        } catch (IOException | RuntimeException | JsonException e) {
            warn.accept("the ingest function failed: " + e);
        }
        write(response, callback, 502, "text/plain", "");
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

    private static void write(Response response, Callback callback, int status, String type, String body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
