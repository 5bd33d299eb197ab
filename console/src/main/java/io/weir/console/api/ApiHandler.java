package io.weir.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The operations under {@code POST /api/<operation>}: JSON in, JSON out. What takes long answers in lines, with an empty
 * one now and then, and ends when its client goes. It blocks the thread that it is called on. Thread-safe.
 */
public final class ApiHandler extends Handler.Abstract {
    /** What its paths begin with. */
    public static final String PATH = "/api/";

    private static final int MAX_BYTES = 1024 * 1024;
    private static final long MAX_SKIPPED = 16L << 20;
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private final ShortCalls shortCalls;
    private final LongCalls longCalls;
    private final byte[] bearer;

    /** @param token that each request must have as {@code Authorization: Bearer} */
    public ApiHandler(Operations operations, String token) {
        this(operations, token, HEARTBEAT);
    }

    ApiHandler(Operations operations, String token, Duration heartbeat) {
        this.longCalls = new LongCalls(operations, heartbeat);
        this.shortCalls = new ShortCalls(operations, longCalls);
        this.bearer = ("Bearer " + token).getBytes(UTF_8);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(PATH)) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("x-content-type-options", "nosniff");
        Answer answer = new Answer(response, callback);
        try {
            answer(request, path.substring(PATH.length()), answer);
        } catch (Refusal e) {
            answer.refuse(request, e.status(), e.sentence());
        } catch (JsonException e) {
            answer.refuse(request, 400, "the body: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            answer.refuse(request, 400, String.valueOf(e.getMessage()));
        } catch (OperationsException e) {
            answer.refuse(request, 422, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            answer.refuse(request, 503, why(e));
        } catch (RuntimeException e) {
            answer.refuse(request, 500, "weir failed: " + e.getClass().getSimpleName());
        }
        return true;
    }

    static String why(IOException fault) {
        String message = fault.getMessage();
        return message == null ? fault.getClass().getSimpleName() : message;
    }

    private void answer(Request request, String operation, Answer answer) throws Refusal, IOException, JsonException {
        String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (given == null || !MessageDigest.isEqual(given.getBytes(UTF_8), bearer)) {
            throw new Refusal(401, "the token is missing or not that of this weir");
        }
        boolean isLong = longCalls.has(operation);
        if (!isLong && !shortCalls.has(operation)) {
            throw new Refusal(404, "there is no operation of this name");
        }
        if (!request.getMethod().equals("POST")) {
            throw new Refusal(405, "expected POST");
        }
        Map<String, @Nullable Object> arguments = Json.readObject(body(request));
        if (isLong) {
            longCalls.answer(operation, arguments, answer);
        } else {
            answer.json(200, shortCalls.answer(operation, arguments));
        }
    }

    private static byte[] body(Request request) throws Refusal, IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                skipRest(in);
                throw new Refusal(413, "the body is too large");
            }
            return body;
        }
    }

    /** Whoever still sends when the connection is closed does not get to read the answer. So much is taken from who has the token. */
    private static void skipRest(InputStream in) throws IOException {
        long left = MAX_SKIPPED;
        for (long skipped = in.skip(left); skipped > 0 && left > 0; skipped = in.skip(left)) {
            left -= skipped;
        }
    }

    /** An answer that is given once. */
    record Answer(Response response, Callback callback) {
        private static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");

        void json(int status, Map<String, @Nullable Object> tree) {
            response.setStatus(status);
            response.getHeaders().put(JSON);
            response.write(true, ByteBuffer.wrap(Json.write(tree).getBytes(UTF_8)), callback);
        }

        void refuse(Request request, int status, String sentence) {
            if (status == 401) {
                response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            } else if (status == 405) {
                response.getHeaders().put(HttpHeader.ALLOW, "POST");
            }
            if (request.getLength() != 0) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close"); // its body may not have been read
            }
            json(status, Map.of("error", sentence));
        }
    }
}
