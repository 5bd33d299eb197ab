package io.weir.ingest;

import io.weir.envelope.Sha256;
import io.weir.envelope.source.Handshake;
import io.weir.ingest.event.HttpEvent;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers handshakes. What is echoed is a stranger's text: limited in length and alphabet, and sent as plain text that no
 * browser may take for anything else. Nothing of a handshake goes on the queue.
 */
final class Handshakes {
    private static final int MAX_BYTES = 4096;
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9._~=+/-]{1,512}");

    private Handshakes() {}

    /** The answer, or null if the request is no handshake of the kind that is configured. */
    static @Nullable Answer answer(@Nullable Handshake handshake, HttpEvent event) {
        return switch (handshake) {
            case null -> null;
            case Handshake.Slack slack -> slack(event);
            case Handshake.Meta meta -> meta(meta, event);
            case Handshake.CloudEvents cloudEvents -> cloudEvents(cloudEvents, event);
        };
    }

    private static @Nullable Answer slack(HttpEvent event) {
        if (!event.method().equals("POST") || event.body().length > MAX_BYTES) {
            return null;
        }
        String text = new String(event.body(), StandardCharsets.UTF_8);
        if (!text.contains("url_verification")) {
            return null;
        }
        try {
            Map<String, @Nullable Object> object = Json.readObject(text);
            return "url_verification".equals(object.get("type"))
                            && object.get("challenge") instanceof String challenge
                            && CHALLENGE.matcher(challenge).matches()
                    ? Answer.handshake(challenge, Map.of())
                    : null;
        } catch (JsonException e) {
            return null; // an event that only speaks of url_verification
        }
    }

    private static @Nullable Answer meta(Handshake.Meta meta, HttpEvent event) {
        if (!event.method().equals("GET") || event.query().length() > MAX_BYTES) {
            return null;
        }
        Map<String, String> query = query(event.query());
        String token = query.get("hub.verify_token");
        String challenge = query.get("hub.challenge");
        if (!"subscribe".equals(query.get("hub.mode")) || token == null || challenge == null) {
            return null;
        }
        boolean ours =
                MessageDigest.isEqual(Sha256.of(token.getBytes(StandardCharsets.UTF_8)), meta.verifyTokenSha256());
        return ours && CHALLENGE.matcher(challenge).matches() ? Answer.handshake(challenge, Map.of()) : Answer.STRANGER;
    }

    private static @Nullable Answer cloudEvents(Handshake.CloudEvents configured, HttpEvent event) {
        String origin = event.headers().get("webhook-request-origin");
        if (!event.method().equals("OPTIONS") || origin == null) {
            return null;
        }
        if (!configured.origins().contains(origin)) {
            return Answer.STRANGER;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("allow", "POST");
        headers.put("webhook-allowed-origin", origin);
        headers.put(
                "webhook-allowed-rate",
                configured.rate() == null ? "*" : configured.rate().toString());
        return Answer.handshake("", headers);
    }

    /** Parameters by name; of one that is there twice, neither counts. */
    private static Map<String, String> query(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = decode(pair.substring(0, equals));
                String value = decode(pair.substring(equals + 1));
                parameters.merge(name, value, (first, second) -> "");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // no token and no challenge looks so
        }
    }
}
