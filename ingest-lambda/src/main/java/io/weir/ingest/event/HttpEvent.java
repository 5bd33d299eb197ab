package io.weir.ingest.event;

import io.weir.envelope.Headers;
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
 * @param body decoded; empty as long as only the head is there
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Payload
 *     format 2.0</a>
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HttpEvent(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String sourceIp,
        String domainName,
        String stage,
        byte[] body) {
    private static final byte[] NOTHING = {};

    /**
     * No request: the release function calls, so that the function stays awake. What comes by HTTP lies inside of an event that has a
     * version and a method; nobody can send this one but who may call the function itself.
     */
    public static final HttpEvent PING = new HttpEvent("", "", "", Map.of(), "", "", "$default", NOTHING);

    private HttpEvent(Builder parts) {
        this(
                parts.method,
                parts.path,
                parts.query,
                parts.headers.build(),
                parts.sourceIp,
                parts.domainName,
                parts.stage,
                parts.body);
    }

    /** An event of which nothing is known yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same request with the body that came behind its head. */
    public HttpEvent withBody(byte[] bytes) {
        return new HttpEvent(method, path, query, headers, sourceIp, domainName, stage, bytes);
    }

    /** Whether it is {@link #PING}: a request has a method. */
    public boolean isPing() {
        return method.isEmpty();
    }

    /** The first segment of the path behind the stage; empty if there is none or there are more. */
    public String source() {
        String rest = path;
        String prefix = "/" + stage;
        if (!stage.equals("$default") && (rest.equals(prefix) || rest.startsWith(prefix + "/"))) {
            rest = rest.substring(prefix.length());
        }
        return rest.startsWith("/") && rest.indexOf('/', 1) < 0 ? rest.substring(1) : "";
    }

    /** The full URL, as far as the request tells it: some schemes sign the one that the sender saw. */
    public String url() {
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
    public static final class Builder {
        private String method = "";
        private String path = "";
        private String query = "";
        private final Headers.Builder headers = new Headers.Builder();
        private String sourceIp = "";
        private String domainName = "";
        private String stage = "$default";
        private byte[] body = NOTHING;

        private Builder() {}

        /** In upper case. */
        public Builder method(String value) {
            method = value;
            return this;
        }

        /** Percent-encoded, as it came. */
        public Builder path(String value) {
            path = value;
            return this;
        }

        /** Without the question mark. */
        public Builder query(String value) {
            query = value;
            return this;
        }

        /** Adds a header; one that is there already is joined with a comma. */
        public Builder header(String name, String value) {
            headers.add(name, value);
            return this;
        }

        /** Sets a header, whatever was there. */
        public Builder onlyHeader(String name, String value) {
            headers.set(name, value);
            return this;
        }

        /** Adds each of these headers. */
        public Builder headers(Map<String, String> values) {
            values.forEach(this::header);
            return this;
        }

        /** What was given of a header so far; empty if nothing was. */
        public String header(String name) {
            return headers.get(name);
        }

        /** The caller's address. */
        public Builder sourceIp(String value) {
            sourceIp = value;
            return this;
        }

        /** The front door's own name, for a request that names no host. */
        public Builder domainName(String value) {
            domainName = value;
            return this;
        }

        /** The first segment of the path, where the platform puts one in front. */
        public Builder stage(String value) {
            stage = value;
            return this;
        }

        /** The bytes that came. */
        public Builder body(byte[] value) {
            body = value;
            return this;
        }

        /**
         * The event.
         *
         * @throws UnexpectedEventException if method or path was not given
         */
        public HttpEvent build() throws UnexpectedEventException {
            if (method.isEmpty() || path.isEmpty()) {
                throw new UnexpectedEventException("expected an HTTP event with a method and a path");
            }
            return new HttpEvent(this);
        }
    }
}
