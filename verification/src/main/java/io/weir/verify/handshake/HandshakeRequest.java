package io.weir.verify.handshake;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.Handshake;
import io.weir.envelope.source.HandshakeRule;
import io.weir.envelope.source.HandshakeRule.Condition;
import io.weir.envelope.source.Source;
import io.weir.verify.RequestField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as the rules of handshakes see it: with its head alone, then with its body. What carries a proof is an event, unless
 * its body says that it is none: no rule can be used to lose an event.
 *
 * @param method upper case
 * @param query without the question mark, possibly empty
 * @param headers by lower-case name
 * @param body empty as long as only the head is there
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HandshakeRequest(String method, String query, Map<String, String> headers, byte[] body) {
    private static final String POST = "POST";

    /** What no encoder writes in another way, so that it can be looked for in the bytes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]+");

    private static HandshakeRequest of(ReceivedRequest request) {
        int query = request.url().indexOf('?');
        return new HandshakeRequest(
                request.method(),
                query < 0 ? "" : request.url().substring(query + 1),
                request.headers(),
                request.body());
    }

    /** Whether the door has answered this request as a handshake and kept it for the operator: then it is no event. */
    public static boolean wasKept(ReceivedRequest request, Source source) {
        Handshake handshake = source.handshake();
        if (!(handshake instanceof Handshake.Rules(var rules)) || !handshake.isKept()) {
            return false;
        }
        HandshakeRequest asked = of(request);
        Match match = asked.match(asked.byHead(rules, source));
        return match != null && match.rule().keep() && match.echo() != null;
    }

    /**
     * Whether the head shows a proof, so that the request is to be judged as an event. Of a scheme whose proof is in the body every
     * POST may be one.
     */
    public boolean mayCarryProof(Source source) {
        if (!method.equals(POST) || !(source.scheme() instanceof WebhookScheme scheme)) {
            return false;
        }
        return isProofInBody(scheme)
                || scheme.proofHeaders().stream().anyMatch(headers::containsKey)
                || (!scheme.proofParameter().isEmpty() && query.contains(scheme.proofParameter()));
    }

    /** Whether only the body can tell. */
    public static boolean isProofInBody(WebhookScheme scheme) {
        return switch (scheme) {
            case SignatureScheme signature ->
                signature.signature().at().stream().allMatch(FieldLocation.Body.class::isInstance);
            case TokenScheme token -> token.at() instanceof FieldLocation.Body;
            default -> false;
        };
    }

    /** The rules that may apply, as far as the head tells. */
    public List<HandshakeRule> byHead(List<HandshakeRule> rules, Source source) {
        if (rules.stream().noneMatch(this::headHolds)) {
            return List.of();
        }
        boolean mayBeEvent = mayCarryProof(source);
        return rules.stream()
                .filter(rule -> headHolds(rule) && (rule.readsBody() || !mayBeEvent))
                .toList();
    }

    private boolean headHolds(HandshakeRule rule) {
        if (!rule.methods().contains(method)) {
            return false;
        }
        for (Condition condition : rule.conditions()) {
            if (!(condition.at() instanceof FieldLocation.Body) && !holds(condition, text(condition.at(), null))) {
                return false;
            }
        }
        return true;
    }

    /**
     * A rule that applies.
     *
     * @param echo what the answer repeats; empty if it repeats nothing, null if there is nothing that may be repeated
     */
    public record Match(HandshakeRule rule, @Nullable String echo) {}

    /**
     * The first of the rules that applies, all in all; null if none does.
     *
     * @param candidates what {@link #byHead} has found
     */
    public @Nullable Match match(List<HandshakeRule> candidates) {
        if (body.length > HandshakeRule.MAX_BYTES || query.length() > HandshakeRule.MAX_BYTES) {
            return null;
        }
        @Nullable String bytes = null;
        @Nullable BodyFields fields = null;
        for (HandshakeRule rule : candidates) {
            if (rule.readsBody()) {
                bytes = bytes == null ? new String(body, StandardCharsets.ISO_8859_1) : bytes;
                if (!mayHold(rule, bytes)) {
                    continue;
                }
                fields = fields == null ? BodyFields.of(body) : fields;
            }
            if (holds(rule, fields)) {
                return new Match(rule, echo(rule, fields));
            }
        }
        return null;
    }

    private boolean holds(HandshakeRule rule, @Nullable BodyFields fields) {
        for (Condition condition : rule.conditions()) {
            if (condition.at() instanceof FieldLocation.Body(var path)) {
                boolean holds = condition.value() == null
                        ? fields != null && fields.has(path) == condition.present()
                        : fields != null && condition.value().equals(fields.text(path));
                if (!holds) {
                    return false;
                }
            }
        }
        return true;
    }

    private @Nullable String echo(HandshakeRule rule, @Nullable BodyFields fields) {
        FieldLocation at = rule.echo();
        if (at == null) {
            return "";
        }
        String text = text(at, fields);
        return text != null && rule.admits(text) ? text : null;
    }

    private static boolean holds(Condition condition, @Nullable String text) {
        return condition.value() == null
                ? (text != null) == condition.present()
                : condition.value().equals(text);
    }

    private @Nullable String text(FieldLocation at, @Nullable BodyFields fields) {
        return switch (at) {
            case FieldLocation.Header(String name) -> headers.get(name);
            case FieldLocation.Query(String name) -> query.isEmpty() ? null : RequestField.parameter(name, "?" + query);
            case FieldLocation.Body(var path) -> fields == null ? null : fields.string(path);
        };
    }

    /** Whether the names and values that must be there are among the bytes: most events need no more than this look. */
    private static boolean mayHold(HandshakeRule rule, String bytes) {
        for (Condition condition : rule.conditions()) {
            if (condition.at() instanceof FieldLocation.Body(var path) && condition.present()) {
                String value = condition.value();
                String name = path.getLast();
                if ((PLAIN.matcher(name).matches() && !bytes.contains(name))
                        || (value != null && PLAIN.matcher(value).matches() && !bytes.contains(value))) {
                    return false;
                }
            }
        }
        return true;
    }
}
