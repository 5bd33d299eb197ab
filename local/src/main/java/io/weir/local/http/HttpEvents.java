package io.weir.local.http;

import io.weir.envelope.Headers;
import io.weir.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/** Requests as events of payload format 2.0. */
final class HttpEvents {
    /** A list of which the first entry is a protocol of the web. */
    private static final Pattern PROTOCOL = Pattern.compile("(?i)\\s*https?\\s*(,.*)?");

    private HttpEvents() {}

    /** The event; the body is always base64, so that every byte arrives as it came. */
    static byte[] of(Request request, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            Headers.add(headers, field.getName(), String.valueOf(field.getValue()));
        }
        if (!PROTOCOL.matcher(headers.getOrDefault("x-forwarded-proto", "")).matches()) {
            headers.put("x-forwarded-proto", request.getHttpURI().getScheme()); // nothing else there is a protocol
        }
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("method", request.getMethod());
        http.put("path", request.getHttpURI().getPath());
        http.put("protocol", request.getConnectionMetaData().getProtocol());
        http.put("sourceIp", Request.getRemoteAddr(request));
        http.put("userAgent", headers.getOrDefault("user-agent", ""));
        String query = request.getHttpURI().getQuery();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", "$default");
        event.put("rawPath", request.getHttpURI().getPath());
        event.put("rawQueryString", query == null ? "" : query);
        event.put("headers", headers);
        event.put(
                "requestContext",
                Map.of("domainName", Request.getServerName(request), "stage", "$default", "http", http));
        event.put("body", Base64.getEncoder().encodeToString(body));
        event.put("isBase64Encoded", true);
        return Json.write(event).getBytes(StandardCharsets.UTF_8);
    }
}
