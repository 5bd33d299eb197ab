package io.weir.ingest;

import io.weir.envelope.Sha256;
import io.weir.envelope.source.Handshake;
import io.weir.envelope.source.HandshakeRule;
import io.weir.envelope.source.HandshakeRule.Reply;
import io.weir.envelope.source.Source;
import io.weir.ingest.event.HttpEvent;
import io.weir.json.Json;
import io.weir.verify.handshake.HandshakeRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers handshakes. What is echoed is a stranger's text: limited in length and alphabet, and sent as plain text that no
 * browser may take for anything else. Nothing of a handshake goes on the queue, but one that is kept.
 */
final class Handshakes {
    private static final int MAX_BYTES = 4096;
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9._~=+/-]{1,512}");

    private Handshakes() {}

    /** The answer that the head alone decides, or null if it decides none. */
    static @Nullable Answer byHead(@Nullable Handshake handshake, HttpEvent head) {
        return switch (handshake) {
            case Handshake.Meta meta -> meta(meta, head);
            case Handshake.CloudEvents cloudEvents -> cloudEvents(cloudEvents, head);
            case null, default -> null;
        };
    }

    /** The rules that may apply to a request of this head. */
    static List<HandshakeRule> candidates(Source source, HttpEvent head) {
        return source.handshake() instanceof Handshake.Rules(var rules)
                ? asked(head).byHead(rules, source)
                : List.of();
    }

    static HandshakeRequest asked(HttpEvent event) {
        return new HandshakeRequest(event.method(), event.query(), event.headers(), event.body());
    }

    /**
     * The answer to what a rule applies to.
     *
     * @param echo what may be repeated
     * @param hmac the signature of it; empty if the rule has none
     */
    static Answer answer(HandshakeRule rule, String echo, String hmac) {
        return switch (rule.reply()) {
            case Reply.Text text -> Answer.handshake(echo, Map.of());
            case Reply.Empty empty -> Answer.handshake("", Map.of());
            case Reply.NoContent none -> Answer.NO_CONTENT;
            case Reply.Header(String name) -> Answer.handshake("", Map.of(name, echo));
            case Reply.JsonObject(var members) -> {
                Map<String, String> filled = new LinkedHashMap<>();
                // An echo has no braces, so nothing is replaced in it.
                members.forEach((name, text) ->
                        filled.put(name, text.replace("{echo}", echo).replace("{hmac}", hmac)));
                yield Answer.handshakeJson(Json.write(filled));
            }
        };
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
