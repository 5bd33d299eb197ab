package io.weir.cli.sender;

import io.weir.cli.key.SenderKey;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.verify.FieldWriter;
import io.weir.verify.RequestField;
import io.weir.verify.signature.RequestSigner;
import io.weir.verify.token.TokenSender;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the request with which a sender of a scheme would post a body. */
public final class Signing {
    private static final byte[] NO_SECRET = {};

    /**
     * With what a sender proves.
     *
     * @param secret the shared secret, the token, or what is signed beside a certificate; null if there is none
     * @param key the private key, or null if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Proof(byte @Nullable [] secret, @Nullable SenderKey key) {
        /** Of a shared secret or a token. */
        public static Proof ofSecret(byte[] secret) {
            return new Proof(secret, null);
        }

        byte[] secretOrEmpty() {
            return secret == null ? NO_SECRET : secret;
        }

        /** Leaves both out. */
        @Override
        public String toString() {
            return "Proof[]";
        }
    }

    /**
     * Which event it is, as far as the scheme has a place for it.
     *
     * @param at what the sender's clock says
     */
    public record Event(String id, String type, Instant at) {
        /** One that happens now. */
        public static Event now(String id, String type) {
            return new Event(id, type, Instant.now());
        }
    }

    private Signing() {}

    /**
     * The whole request: id, type, what is signed, time, proof. Headers and fields that are there are not replaced, and a body
     * is changed only where the scheme has something in it.
     *
     * @param url the public URL to which the sender believes to post
     * @param given headers that it has in any case
     * @throws IOException if secret or key do not fit the scheme
     * @throws IllegalArgumentException if the body has no place for what goes into it
     */
    public static ReceivedRequest request(
            WebhookScheme scheme, Proof proof, String url, byte[] body, Event event, Map<String, String> given)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        given.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        headers.putIfAbsent("content-type", isForm(scheme) ? "application/x-www-form-urlencoded" : "application/json");
        putIfHeader(headers, scheme.identity().id(), event.id());
        putIfHeader(headers, scheme.identity().type(), event.type());
        Instant now = event.at();
        ReceivedRequest request = new ReceivedRequest("send", now, "POST", url, headers, body);
        return switch (scheme) {
            case SignatureScheme signature -> signed(signature, request, proof, event.id(), now);
            case TokenScheme token -> TokenSender.send(token, request, proof.secretOrEmpty());
            case JwtScheme jwt -> TokenIssuer.send(jwt, request, Objects.requireNonNull(proof.key()), now);
        };
    }

    /** The headers of such a request that is sent now, of a scheme by a shared secret that has nothing in the body. */
    public static Map<String, String> headers(
            WebhookScheme scheme,
            byte[] secret,
            String url,
            byte[] body,
            String id,
            String type,
            Map<String, String> given)
            throws IOException {
        return request(scheme, Proof.ofSecret(secret), url, body, Event.now(id, type), given)
                .headers();
    }

    private static ReceivedRequest signed(
            SignatureScheme scheme, ReceivedRequest request, Proof proof, String id, Instant now) throws IOException {
        ReceivedRequest filled = request;
        for (SignedTemplate.Part part : scheme.signed().parts()) {
            filled = switch (part) {
                case SignedTemplate.Header(String name) -> absent(filled, new FieldLocation.Header(name), id);
                case SignedTemplate.ListedHeaders(String name) ->
                    absent(filled, new FieldLocation.Header(name), listed(scheme, name));
                case SignedTemplate.Field(FieldLocation.Body at) when !isTime(scheme, at) -> absent(filled, at, id);
                default -> filled;
            };
        }
        if (scheme.certificate() != null) {
            filled = absent(
                    filled,
                    scheme.certificate().url(),
                    "https://" + scheme.certificate().hosts().getFirst() + "/certificate");
        }
        RequestSigner signer = new RequestSigner(scheme);
        return scheme.signature().algorithm().isAsymmetric()
                ? signer.signed(filled, Objects.requireNonNull(proof.key()).key(), proof.secretOrEmpty(), now)
                : signer.signed(filled, proof.secretOrEmpty(), now);
    }

    /** It is put in by the signer. */
    private static boolean isTime(SignatureScheme scheme, FieldLocation at) {
        return scheme.time() != null && at.equals(scheme.time().at());
    }

    /** The list itself, and the time if it stands in a header. */
    private static String listed(SignatureScheme scheme, String name) {
        return scheme.time() != null && scheme.time().at() instanceof FieldLocation.Header(String time)
                ? name + "," + time
                : name;
    }

    private static ReceivedRequest absent(ReceivedRequest request, FieldLocation at, String value) {
        FieldLocation first = at instanceof FieldLocation.Body body ? body.first() : at;
        return RequestField.read(first, request) == null ? FieldWriter.put(request, at, value) : request;
    }

    private static boolean isForm(WebhookScheme scheme) {
        return scheme instanceof SignatureScheme signature && signature.signed().has(SignedTemplate.Form.class);
    }

    private static void putIfHeader(Map<String, String> headers, @Nullable FieldLocation location, String value) {
        if (location instanceof FieldLocation.Header(String name)) {
            headers.putIfAbsent(name, value);
        }
    }
}
