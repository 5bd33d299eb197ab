package io.weir.verify.vector;

import io.weir.envelope.ReceivedRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Changes of one thing in a request. */
final class Changes {
    private Changes() {}

    static ReceivedRequest body(ReceivedRequest request, byte[] body) {
        return new ReceivedRequest(
                request.source(), request.receivedAt(), request.method(), request.url(), request.headers(), body);
    }

    /** With a space behind it: a body that every reader takes for the same. */
    static byte[] spaced(byte[] body) {
        byte[] spaced = Arrays.copyOf(body, body.length + 1);
        spaced[body.length] = ' ';
        return spaced;
    }

    static byte[] flipped(byte[] body, int at) {
        byte[] flipped = body.clone();
        flipped[at] ^= 1;
        return flipped;
    }

    static ReceivedRequest header(ReceivedRequest request, String name, String value) {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put(name, value);
        return headers(request, headers);
    }

    static ReceivedRequest without(ReceivedRequest request, Set<String> names) {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.keySet().removeAll(names);
        return headers(request, headers);
    }

    private static ReceivedRequest headers(ReceivedRequest request, Map<String, String> headers) {
        return new ReceivedRequest(
                request.source(), request.receivedAt(), request.method(), request.url(), headers, request.body());
    }

    static ReceivedRequest url(ReceivedRequest request, String url) {
        return new ReceivedRequest(
                request.source(), request.receivedAt(), request.method(), url, request.headers(), request.body());
    }

    static ReceivedRequest method(ReceivedRequest request, String method) {
        return new ReceivedRequest(
                request.source(), request.receivedAt(), method, request.url(), request.headers(), request.body());
    }

    static ReceivedRequest receivedAt(ReceivedRequest request, Instant at) {
        return new ReceivedRequest(
                request.source(), at, request.method(), request.url(), request.headers(), request.body());
    }

    /** Another character of the same alphabet in the place of the first: of hex, and of base64 of either kind. */
    static String otherStart(String text) {
        return (text.startsWith("0") ? "1" : "0") + text.substring(1);
    }
}
