package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scheme of signatures as data: where they are, how they are written, and what is signed. The key is a shared secret or the
 * sender's public key.
 *
 * @param name the preset's name, or {@code own}
 * @param signature where and how signatures are written
 * @param signed what is signed
 * @param time where the time of sending is, or null if the sender gives none
 * @param identity how the sender's events are told apart
 * @param certificate where the sender's certificate is found, or null if its key is configured
 */
public record SignatureScheme(
        String name,
        Signature signature,
        SignedTemplate signed,
        @Nullable SendTime time,
        Identity identity,
        @Nullable CertificateRule certificate)
        implements WebhookScheme {
    /**
     * How a signature is made and written.
     *
     * @param at where it is; if at several places, any of them may hold one that matches
     * @param form how it stands there
     * @param algorithm how it is computed
     * @param encoding how its bytes are written
     * @param key how the secret's text becomes a key
     */
    public record Signature(
            List<FieldLocation> at, SignatureForm form, SignatureAlgorithm algorithm, Encoding encoding, KeyForm key) {
        public Signature {
            at = List.copyOf(at);
        }

        private static Signature parse(ConfigValue config, boolean isAsymmetric) {
            ConfigValue key = config.at("key");
            if (isAsymmetric && key.isPresent()) {
                throw key.expected("nothing: how a public key is written can be told from it");
            }
            return new Signature(
                    locations(config),
                    SignatureForm.parse(config),
                    SignatureAlgorithm.parse(config.at("algorithm"), isAsymmetric),
                    config.at("encoding").oneOf(ENCODINGS),
                    key.isPresent() ? key.oneOf(KEY_FORMS) : KeyForm.UTF8);
        }

        private static List<FieldLocation> locations(ConfigValue config) {
            ConfigValue header = config.at("header");
            ConfigValue field = config.at("field");
            if (header.isPresent() == field.isPresent()) {
                throw header.expected("a header, or in its place a field of the body");
            }
            if (field.isPresent()) {
                return List.of(FieldLocation.body(field));
            }
            if (header.isString()) {
                return List.of(FieldLocation.header(header));
            }
            List<FieldLocation> headers = header.list(FieldLocation::header);
            if (headers.isEmpty() || headers.size() > MAX_HEADERS) {
                throw header.expected("1 to " + MAX_HEADERS + " headers");
            }
            return headers;
        }
    }

    public enum Encoding {
        HEX,
        BASE64,
        BASE64URL
    }

    public enum KeyForm {
        UTF8,
        HEX,
        BASE64,
        /** Base64 behind an optional {@code whsec_}. */
        WHSEC
    }

    /** A sender with more than one makes them with old and new secrets. */
    private static final int MAX_HEADERS = 16;

    private static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(5);
    private static final String[] MEMBERS = {
        "kind",
        "header",
        "field",
        "prefix",
        "list",
        "version",
        "separator",
        "algorithm",
        "encoding",
        "key",
        "signed",
        "time",
        "maxAge",
        "id",
        "type",
        "equalBodies",
        "certificate"
    };
    private static final Map<String, Encoding> ENCODINGS =
            Map.of("hex", Encoding.HEX, "base64", Encoding.BASE64, "base64url", Encoding.BASE64URL);
    private static final Map<String, KeyForm> KEY_FORMS =
            Map.of("utf8", KeyForm.UTF8, "hex", KeyForm.HEX, "base64", KeyForm.BASE64, "whsec", KeyForm.WHSEC);

    static SignatureScheme parse(String name, ConfigValue config) {
        config.onlyMembers(MEMBERS);
        boolean isAsymmetric = "asymmetric".equals(config.at("kind").value());
        Signature signature = Signature.parse(config, isAsymmetric);
        ConfigValue maxAge = config.at("maxAge");
        ConfigValue time = config.at("time");
        ConfigValue certificate = config.at("certificate");
        SignatureScheme scheme = new SignatureScheme(
                name,
                signature,
                SignedTemplate.parse(config.at("signed")),
                time.isPresent()
                        ? SendTime.parse(
                                time, signature.form(), maxAge.isPresent() ? maxAge.duration() : DEFAULT_MAX_AGE)
                        : null,
                Identity.parse(config),
                certificate.isPresent() ? CertificateRule.parse(certificate) : null);
        scheme.check(config);
        return scheme;
    }

    private void check(ConfigValue config) {
        ConfigValue template = config.at("signed");
        if (name.equals(OWN) && !signed.coversBody()) {
            throw template.expected("{body} or {form}: what is not signed can be changed by anyone");
        }
        if (signed.has(SignedTemplate.Time.class) && time == null) {
            throw template.expected("no {t}: there is no time");
        }
        if (time != null && !signsTime(time)) {
            throw template.expected("{t}, or the place of the time: a time that is not signed proves nothing");
        }
        boolean mayHaveSecret = !signature.algorithm().isHmac();
        boolean needsSecret = signature.algorithm().isDigest() || certificate != null;
        boolean hasSecret = signed.has(SignedTemplate.Secret.class);
        if (hasSecret ? !mayHaveSecret || !needsSecret : needsSecret) {
            throw template.expected("{secret} exactly with a plain digest, or beside a certificate");
        }
        if (certificate != null && !signature.algorithm().isAsymmetric()) {
            throw config.at("certificate").expected("nothing: an algorithm with a shared secret has no certificate");
        }
        if (time == null && config.at("maxAge").isPresent()) {
            throw config.at("maxAge").expected("nothing, since there is no time");
        }
    }

    private boolean signsTime(SendTime sendTime) {
        return signed.has(SignedTemplate.Time.class)
                || (sendTime.at() instanceof FieldLocation.Header && signed.has(SignedTemplate.ListedHeaders.class))
                || (sendTime.at() instanceof FieldLocation.Body body && signs(body));
    }

    @Override
    public boolean hasTime() {
        return time != null;
    }

    @Override
    public boolean signs(FieldLocation location) {
        return signed.covers(location);
    }

    @Override
    public Set<String> proofHeaders() {
        Set<String> headers = new LinkedHashSet<>();
        signature.at().forEach(at -> addHeader(headers, at));
        addTime(headers);
        return headers;
    }

    private void addTime(Set<String> headers) {
        if (time != null) {
            addHeader(headers, time.at());
        }
    }

    private static void addHeader(Set<String> headers, @Nullable FieldLocation location) {
        if (location instanceof FieldLocation.Header(String header)) {
            headers.add(header);
        }
    }

    /** Of several headers that may hold a signature, none has to be there. */
    @Override
    public Set<String> readHeaders() {
        Set<String> headers = new LinkedHashSet<>();
        if (signature.at().size() == 1) {
            addHeader(headers, signature.at().getFirst());
        }
        addTime(headers);
        headers.addAll(signed.headers());
        if (certificate != null) {
            addHeader(headers, certificate.url());
        }
        return headers;
    }

    /** The time is no credential, and an action may want it. */
    @Override
    public boolean holdsProof(String header) {
        return signature.at().contains(new FieldLocation.Header(header))
                || header.contains("signature")
                || header.contains("hmac");
    }
}
