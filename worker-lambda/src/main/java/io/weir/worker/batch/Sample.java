package io.weir.worker.batch;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.Handshake;
import io.weir.envelope.source.HandshakeRule;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.verify.Reason;
import io.weir.worker.record.Opened;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a person sees of a rejected record: one line of JSON, then the body byte for byte. The line holds neither the values
 * of the query nor headers that may hold a proof or a secret: they may have been made for something else.
 * A handshake that was kept is there for the very secret that it tells.
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
            return of(head, own, request, reason.equals(Reason.HANDSHAKE.toString()) ? told(own) : Set.of());
        }
        if (attempt.opened() instanceof Opened.Replay(Source own, ReceivedRequest request, String voucher)) {
            return of(head, own, request, Set.of());
        }
        Instant sentAt = attempt.record().sentAt();
        head.put("receivedAt", sentAt);
        return new Sample(head, sentAt, attempt.record().body().getBytes(StandardCharsets.UTF_8));
    }

    /** The headers in which a handshake tells the operator the secret that the sender has made. */
    private static Set<String> told(Source source) {
        Set<String> told = new HashSet<>();
        if (source.handshake() instanceof Handshake.Rules(var rules)) {
            for (HandshakeRule rule : rules) {
                if (rule.keep() && rule.echo() instanceof FieldLocation.Header(String name)) {
                    told.add(name);
                }
            }
        }
        return told;
    }

    private static Sample of(Map<String, Object> head, Source source, ReceivedRequest request, Set<String> told) {
        head.put("receivedAt", request.receivedAt());
        head.put("method", request.method());
        head.put("url", withoutValues(request.url()));
        head.put("headers", harmless(source, request.headers(), told));
        return new Sample(head, request.receivedAt(), request.body());
    }

    private static String withoutValues(String url) {
        int query = url.indexOf('?');
        return query < 0
                ? url
                : url.substring(0, query)
                        + QUERY_VALUE.matcher(url.substring(query)).replaceAll("=");
    }

    private static Map<String, String> harmless(Source source, Map<String, String> headers, Set<String> told) {
        Map<String, String> shown = new TreeMap<>(headers);
        shown.keySet().removeIf(name -> HIDDEN.matcher(name).find() && !told.contains(name));
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
