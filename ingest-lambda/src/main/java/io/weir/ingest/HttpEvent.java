package io.weir.ingest;

import java.util.Map;

/**
 * An HTTP request as API Gateway (HTTP API, payload format 2.0) and function URLs hand it over.
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
    /** The first segment of the path behind the stage; empty if there is none or there are more. */
    String source() {
        String rest = path;
        String prefix = "/" + stage;
        if (!stage.equals("$default") && (rest.equals(prefix) || rest.startsWith(prefix + "/"))) {
            rest = rest.substring(prefix.length());
        }
        return rest.startsWith("/") && rest.indexOf('/', 1) < 0 ? rest.substring(1) : "";
    }

    /** The full URL, as the sender saw it: some schemes sign it. */
    String url() {
        String host = headers.getOrDefault("host", domainName);
        String scheme = headers.getOrDefault("x-forwarded-proto", "https");
        return scheme + "://" + host + path + (query.isEmpty() ? "" : "?" + query);
    }
}
