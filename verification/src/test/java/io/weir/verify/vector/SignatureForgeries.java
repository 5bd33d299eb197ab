package io.weir.verify.vector;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SendTime;
import io.weir.envelope.scheme.SignatureForm;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.verify.FieldWriter;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.RequestField;
import io.weir.verify.TimeText;
import io.weir.verify.signature.Examination;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What someone who has seen one signed request may try, as far as the scheme signs what is changed. */
final class SignatureForgeries {
    private static final int FLIPS = 8;

    private final PresetVector vector;
    private final SignatureScheme scheme;
    private final ReceivedRequest request;
    private final List<Forgery> forgeries = new ArrayList<>();

    private SignatureForgeries(PresetVector vector) {
        this.vector = vector;
        this.scheme = (SignatureScheme) vector.scheme();
        this.request = vector.request();
    }

    static List<Forgery> of(PresetVector vector) {
        SignatureForgeries made = new SignatureForgeries(vector);
        made.body();
        made.signature();
        made.key();
        made.missing();
        made.time();
        scheme(vector).signed().parts().forEach(made::part);
        return made.forgeries;
    }

    private static SignatureScheme scheme(PresetVector vector) {
        return (SignatureScheme) vector.scheme();
    }

    private void add(String what, ReceivedRequest forged, Reason... reasons) {
        forgeries.add(Forgery.of(what, vector.with(forged), reasons));
    }

    private void body() {
        boolean isSigned = scheme.signed().coversBody() || scheme.signed().has(SignedTemplate.BodyDigest.class);
        if (!isSigned) {
            return;
        }
        byte[] body = request.body();
        add("a space behind the body", Changes.body(request, Changes.spaced(body)), Reason.SIGNATURE);
        IntStream.range(0, FLIPS)
                .map(i -> i * (body.length - 1) / (FLIPS - 1))
                .distinct()
                .forEach(at -> {
                    // What is no JSON any more, and a time in it, are looked at before the signature.
                    add(
                            "a bit of the body's byte " + at,
                            Changes.body(request, Changes.flipped(body, at)),
                            Reason.SIGNATURE,
                            Reason.MALFORMED,
                            Reason.STALE);
                });
    }

    private void signature() {
        ReceivedRequest other = request;
        ReceivedRequest cut = request;
        for (FieldLocation at : scheme.signature().at()) {
            String text = RequestField.read(at instanceof FieldLocation.Body body ? body.first() : at, request);
            if (text != null && !text.isEmpty()) {
                other = FieldWriter.put(other, at, otherSignatures(text));
                cut = FieldWriter.put(cut, at, text.substring(0, text.length() - 5));
            }
        }
        add("another signature", other, Reason.SIGNATURE);
        add("a signature cut short", cut, Reason.MALFORMED, Reason.SIGNATURE);
    }

    private String otherSignatures(String text) {
        return switch (scheme.signature().form()) {
            case SignatureForm.Plain(String prefix) -> prefix + Changes.otherStart(text.substring(prefix.length()));
            case SignatureForm.KeyValues(String version, char separator) -> other(text, version + "=");
            case SignatureForm.Versions(String version) -> other(text, version + ",");
        };
    }

    private static String other(String text, String before) {
        return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(before) + "(.)")
                .matcher(text)
                .replaceAll(found -> before + Changes.otherStart(found.group(1)));
    }

    private void key() {
        if (vector.secret() != null) {
            forgeries.add(Forgery.of(
                    "another secret", vector.with(otherSecret(vector.secret()), vector.publicKey()), Reason.SIGNATURE));
        }
        if (vector.publicKey() != null) {
            forgeries.add(Forgery.of("another key", vector.with(vector.secret(), otherKey()), Reason.SIGNATURE));
        }
    }

    private String otherSecret(String secret) {
        int prefix = scheme.signature().key() == SignatureScheme.KeyForm.WHSEC && secret.startsWith("whsec_") ? 6 : 0;
        return secret.substring(0, prefix) + Changes.otherStart(secret.substring(prefix));
    }

    private String otherKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    switch (scheme.signature().algorithm()) {
                        case ED25519 -> "Ed25519";
                        case ECDSA_SHA256 -> "EC";
                        default -> "RSA";
                    });
            if (generator.getAlgorithm().equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void missing() {
        Set<String> signatures = scheme.signature().at().stream()
                .filter(FieldLocation.Header.class::isInstance)
                .map(at -> ((FieldLocation.Header) at).name())
                .collect(Collectors.toSet());
        if (!signatures.isEmpty()) {
            add("no signature", Changes.without(request, signatures), Reason.UNSIGNED);
        }
        Set<String> others = new LinkedHashSet<>(scheme.readHeaders());
        others.removeAll(signatures);
        for (String header : others) {
            boolean isCertificate =
                    scheme.certificate() != null && scheme.certificate().url().equals(new FieldLocation.Header(header));
            add(
                    "no " + header,
                    Changes.without(request, Set.of(header)),
                    isCertificate ? Reason.CERTIFICATE_URL : Reason.MALFORMED);
        }
    }

    private void time() {
        SendTime rule = scheme.time();
        if (rule == null) {
            return;
        }
        Instant sentAt = sentAt();
        Duration beyond = rule.maxAge().plusSeconds(1);
        add("received too late", Changes.receivedAt(request, sentAt.plus(beyond)), Reason.STALE);
        add("received before it was sent", Changes.receivedAt(request, sentAt.minus(beyond)), Reason.STALE);
        String later = TimeText.write(sentAt.plusSeconds(1), rule.unit());
        add("another time", withTime(rule, later), Reason.SIGNATURE);
        add("no time that can be read", withTime(rule, "soon"), Reason.MALFORMED);
    }

    private Instant sentAt() {
        try {
            return Objects.requireNonNull(Examination.of(scheme, request).sentAt());
        } catch (RejectionException e) {
            throw new AssertionError(vector + " cannot be read", e);
        }
    }

    private ReceivedRequest withTime(SendTime rule, String time) {
        if (rule.at() != null) {
            return FieldWriter.put(request, rule.at(), time);
        }
        ReceivedRequest changed = request;
        for (FieldLocation at : scheme.signature().at()) {
            String text = Objects.requireNonNull(RequestField.read(at, request));
            changed = FieldWriter.put(
                    changed,
                    at,
                    text.replaceAll("(?<![A-Za-z0-9])" + rule.listName() + "=[0-9]+", rule.listName() + "=" + time));
        }
        return changed;
    }

    private void part(SignedTemplate.Part part) {
        switch (part) {
            case SignedTemplate.Header(String name) ->
                add("another " + name, Changes.header(request, name, request.header(name) + "x"), Reason.SIGNATURE);
            case SignedTemplate.ListedHeaders(String name) -> listed(name);
            case SignedTemplate.Url url -> url();
            case SignedTemplate.Path path -> url();
            case SignedTemplate.Method method ->
                add("another method", Changes.method(request, "PUT"), Reason.SIGNATURE);
            case SignedTemplate.Field(FieldLocation.Body at) ->
                add("another /" + String.join("/", at.path()), FieldWriter.put(request, at, "x"), Reason.SIGNATURE);
            default -> {
                // The body, the time and the secret are changed above; a literal does not come with the request.
            }
        }
    }

    private void url() {
        String url = request.url();
        add("another URL", Changes.url(request, url + (url.contains("?") ? "&" : "?") + "x=y"), Reason.SIGNATURE);
    }

    private void listed(String name) {
        FieldLocation time = scheme.time() == null ? null : scheme.time().at();
        for (String header : Objects.requireNonNull(request.header(name)).split(",", -1)) {
            if (!new FieldLocation.Header(header).equals(time)) {
                add(
                        "another " + header,
                        Changes.header(request, header, "x"),
                        header.equals(name) ? Reason.MALFORMED : Reason.SIGNATURE);
            }
        }
    }
}
