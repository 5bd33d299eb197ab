package io.weir.benchmarks.functions;

import io.weir.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The webhook that is posted in these runs, as GitHub sends it, and the source that it is for. */
final class Webhooks {
    static final String SOURCES = "{\"github\": {\"scheme\": \"github\", \"secret\": \"env:X\"}}";
    static final String BODY = "{\"zen\": \"" + "x".repeat(2034) + "\"}";

    static final Map<String, String> HEADERS = headers();

    private Webhooks() {}

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", "door.example");
        headers.put("content-type", "application/json");
        headers.put("user-agent", "GitHub-Hookshot/0123456");
        headers.put("accept", "*/*");
        headers.put("x-forwarded-for", "192.0.2.1");
        headers.put("x-forwarded-proto", "https");
        headers.put("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
        headers.put("x-github-event", "push");
        headers.put("x-hub-signature-256", "sha256=" + "0".repeat(64));
        return headers;
    }

    /** The event by which an HTTP API invokes the function, payload format 2.0. */
    static byte[] event() {
        Map<String, Object> context = Map.of(
                "domainName", "door.example",
                "stage", "$default",
                "requestId", "JKJaXmPLvHcESHA=",
                "http", Map.of("method", "POST", "path", "/github", "protocol", "HTTP/1.1", "sourceIp", "192.0.2.1"));
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", "POST /{source}");
        event.put("rawPath", "/github");
        event.put("rawQueryString", "");
        event.put("headers", HEADERS);
        event.put("requestContext", context);
        event.put("body", BODY);
        event.put("isBase64Encoded", false);
        return Json.write(event).getBytes(StandardCharsets.UTF_8);
    }
}
