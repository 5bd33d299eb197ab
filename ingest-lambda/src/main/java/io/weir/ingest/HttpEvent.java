package io.weir.ingest;

import io.weir.envelope.Headers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP request as API Gateway (HTTP API, payload format 2.0) and function URLs hand it over. Made by names.
 *
 * @param method upper case
 * @param path percent-encoded, with the stage in front where there is one
 * @param query without the question mark, possibly empty
 * @param headers by lower-case name; repeated ones are joined with a comma
 * @param sourceIp the caller's address as the platform saw it, empty if it says none
 * @param domainName the front door's own name
 * @param stage {@code $default} where the path holds none
 * @param body decoded
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Payload
 *     format 2.0</a>
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record HttpEvent(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String sourceIp,
        String domainName,
        String stage,
        byte[] body) {
    private HttpEvent(Builder parts) {
        this(
                parts.method,
                parts.path,
                parts.query,
                Collections.unmodifiableMap(parts.headers),
                parts.sourceIp,
                parts.domainName,
                parts.stage,
                parts.body);
    }

    static Builder builder() {
        return new Builder();
    }

    /** The first segment of the path behind the stage; empty if there is none or there are more. */
    String source() {
        String rest = path;
        String prefix = "/" + stage;
        if (!stage.equals("$default") && (rest.equals(prefix) || rest.startsWith(prefix + "/"))) {
            rest = rest.substring(prefix.length());
        }
        return rest.startsWith("/") && rest.indexOf('/', 1) < 0 ? rest.substring(1) : "";
    }

    /** The full URL, as far as the request tells it: some schemes sign the one that the sender saw. */
    String url() {
        String host = headers.getOrDefault("host", domainName);
        return protocol() + "://" + host + path + (query.isEmpty() ? "" : "?" + query);
    }

    /** As the nearest proxy to the sender saw it, the first of a list; anyone may write the header, so nothing else counts. */
    private String protocol() {
        String forwarded = headers.getOrDefault("x-forwarded-proto", "");
        String first = forwarded.split(",", 2)[0].strip();
        return first.equalsIgnoreCase("http") ? "http" : "https";
    }

    /** Method and path must be given; all else is empty until it is. */
    static final class Builder {
        private String method = "";
        private String path = "";
        private String query = "";
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String sourceIp = "";
        private String domainName = "";
        private String stage = "$default";
        private byte[] body = {};

        private Builder() {}

        Builder method(String value) {
            method = value;
            return this;
        }

        Builder path(String value) {
            path = value;
            return this;
        }

        Builder query(String value) {
            query = value;
            return this;
        }

        Builder header(String name, String value) {
            Headers.add(headers, name, value);
            return this;
        }

        Builder headers(Map<String, String> values) {
            values.forEach(this::header);
            return this;
        }

        Builder sourceIp(String value) {
            sourceIp = value;
            return this;
        }

        Builder domainName(String value) {
            domainName = value;
            return this;
        }

        Builder stage(String value) {
            stage = value;
            return this;
        }

        Builder body(byte[] value) {
            body = value;
            return this;
        }

        /** Throws if method or path was not given. */
        HttpEvent build() throws UnexpectedEventException {
            if (method.isEmpty() || path.isEmpty()) {
                throw new UnexpectedEventException("expected an HTTP event with a method and a path");
            }
            return new HttpEvent(this);
        }
    }
}
