package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.json.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event whose parts a test changes. */
final class Event {
    final Map<String, Object> event = new LinkedHashMap<>();
    final Map<String, Object> headers = new LinkedHashMap<>();
    final Map<String, Object> context = new LinkedHashMap<>();
    final Map<String, Object> http = new LinkedHashMap<>();

    Event(String path) {
        http.put("method", "POST");
        http.put("sourceIp", "198.51.100.1");
        context.put("http", http);
        context.put("stage", "$default");
        context.put("domainName", "api.example");
        headers.put("host", "door.example");
        headers.put("x-hub-signature-256", "sha256=00");
        event.put("version", "2.0");
        event.put("rawPath", path);
        event.put("rawQueryString", "");
        event.put("headers", headers);
        event.put("requestContext", context);
        event.put("body", "{}");
        event.put("isBase64Encoded", false);
    }

    Event body(byte[] body) {
        event.put("body", Base64.getEncoder().encodeToString(body));
        event.put("isBase64Encoded", true);
        return this;
    }

    byte[] bytes() {
        return Json.write(event).getBytes(UTF_8);
    }
}
