package io.weir.local.http;

import io.weir.ingest.event.HttpEvent;
import io.weir.ingest.event.UnexpectedEventException;
import java.util.Objects;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** Heads of requests as the ingest function takes them: the same that API Gateway would make of them. */
final class HttpEvents {
    private static final String PROTOCOL = "x-forwarded-proto";

    private HttpEvents() {}

    /** @throws UnexpectedEventException if the request has no path */
    static HttpEvent of(Request request) throws UnexpectedEventException {
        HttpURI uri = request.getHttpURI();
        HttpEvent.Builder head = HttpEvent.builder()
                .method(request.getMethod())
                .path(Objects.requireNonNullElse(uri.getPath(), ""))
                .query(Objects.requireNonNullElse(uri.getQuery(), ""))
                .sourceIp(Request.getRemoteAddr(request))
                .domainName(Objects.requireNonNullElse(Request.getServerName(request), ""));
        for (HttpField field : request.getHeaders()) {
            head.header(field.getLowerCaseName(), Objects.requireNonNullElse(field.getValue(), "null"));
        }
        if (!isProtocol(head.header(PROTOCOL))) {
            head.onlyHeader(PROTOCOL, Objects.requireNonNullElse(uri.getScheme(), "http"));
        }
        return head.build();
    }

    /** Whether it is a list of which the first entry is a protocol of the web; nothing else there is one. */
    private static boolean isProtocol(String forwarded) {
        int comma = forwarded.indexOf(',');
        String first = (comma < 0 ? forwarded : forwarded.substring(0, comma)).strip();
        return first.equalsIgnoreCase("http") || first.equalsIgnoreCase("https");
    }
}
