package io.weir.worker.batch;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.worker.record.Opened;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a person sees of a rejected record: one line of JSON, then the body byte for byte. The line holds neither the values
 * of the query nor headers that may hold a proof or a secret: they may have been made for something else.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Sample(Map<String, Object> head, Instant receivedAt, byte[] body) {
    private static final Pattern HIDDEN = Pattern.compile("sig|hmac|auth|token|secret|cookie|key|password|session|jwt");
    private static final Pattern QUERY_VALUE = Pattern.compile("=[^&]*");

    static Sample of(Attempt attempt, String reason) {
        Map<String, Object> head = new LinkedHashMap<>();
        Source source = attempt.source();
        if (source != null) {
            head.put("source", source.name());
        }
        head.put("reason", reason);
        if (attempt.requestId() != null) {
            head.put("id", attempt.requestId());
        }
        if (attempt.opened() instanceof Opened.Request(Source own, ReceivedRequest request)) {
            return of(head, own, request);
        }
        if (attempt.opened() instanceof Opened.Replay(Source own, ReceivedRequest request, String voucher)) {
            return of(head, own, request);
        }
        Instant sentAt = attempt.record().sentAt();
        head.put("receivedAt", sentAt);
        return new Sample(head, sentAt, attempt.record().body().getBytes(StandardCharsets.UTF_8));
    }

    private static Sample of(Map<String, Object> head, Source source, ReceivedRequest request) {
        head.put("receivedAt", request.receivedAt());
        head.put("method", request.method());
        head.put("url", withoutValues(request.url()));
        head.put("headers", harmless(source, request.headers()));
        return new Sample(head, request.receivedAt(), request.body());
    }

    private static String withoutValues(String url) {
        int query = url.indexOf('?');
        return query < 0
                ? url
                : url.substring(0, query)
                        + QUERY_VALUE.matcher(url.substring(query)).replaceAll("=");
    }

    private static Map<String, String> harmless(Source source, Map<String, String> headers) {
        Map<String, String> shown = new TreeMap<>(headers);
        shown.keySet().removeIf(name -> HIDDEN.matcher(name).find());
        if (source.scheme() instanceof WebhookScheme scheme) {
            shown.keySet().removeIf(scheme::holdsProof);
        }
        return shown;
    }

    byte[] toBytes() {
        byte[] line = (Json.writeAscii(head) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(line, line.length + body.length);
        System.arraycopy(body, 0, bytes, line.length, body.length);
        return bytes;
    }
}
