package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shared-secret scheme as data: where the signature is, how it is written, and what is signed.
 *
 * @param name the preset's name, or {@code own}
 * @param signature where and how the signature is written
 * @param signed what is signed
 * @param time where the time of sending is, or null if the sender gives none
 * @param identity how the sender's events are told apart
 */
public record HmacScheme(
        String name,
        Signature signature,
        SignedTemplate signed,
        @Nullable SendTime time,
        Identity identity) implements Scheme {
    /**
     * How a signature is made and written.
     *
     * @param header lower-case name of the header that holds it
     * @param form how it stands in that header
     * @param algorithm how it is computed
     * @param encoding how its bytes are written
     * @param key how the secret's text becomes a key
     */
    public record Signature(String header, SignatureForm form, Algorithm algorithm, Encoding encoding, KeyForm key) {
        private static Signature parse(ConfigValue config) {
            ConfigValue key = config.at("key");
            return new Signature(
                    headerName(config.at("header")),
                    SignatureForm.parse(config),
                    config.at("algorithm").oneOf(ALGORITHMS),
                    config.at("encoding").oneOf(ENCODINGS),
                    key.isPresent() ? key.oneOf(KEY_FORMS) : KeyForm.UTF8);
        }
    }

    public enum Algorithm {
        HMAC_SHA1("HmacSHA1", 20),
        HMAC_SHA256("HmacSHA256", 32),
        HMAC_SHA512("HmacSHA512", 64),
        /** A plain digest over secret and body, as one old sender does it. No HMAC: it admits length extension. */
        SHA256("SHA-256", 32);

        private final String text;
        private final int length;

        Algorithm(String text, int length) {
            this.text = text;
            this.length = length;
        }

        /** The name that the configuration and the JDK use. */
        public String text() {
            return text;
        }

        /** In bytes. */
        public int length() {
            return length;
        }

        public boolean isHmac() {
            return this != SHA256;
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

    private static final String OWN = "own";
    private static final Pattern HEADER = Pattern.compile("[a-z0-9!#$&'*+.^_`|~-]{1,128}");
    private static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(5);
    private static final String[] MEMBERS = {
        "header",
        "prefix",
        "list",
        "version",
        "algorithm",
        "encoding",
        "key",
        "signed",
        "time",
        "maxAge",
        "id",
        "type",
        "equalBodies"
    };
    private static final Map<String, Algorithm> ALGORITHMS = Map.of(
            "HmacSHA1", Algorithm.HMAC_SHA1,
            "HmacSHA256", Algorithm.HMAC_SHA256,
            "HmacSHA512", Algorithm.HMAC_SHA512,
            "SHA-256", Algorithm.SHA256);
    private static final Map<String, Encoding> ENCODINGS =
            Map.of("hex", Encoding.HEX, "base64", Encoding.BASE64, "base64url", Encoding.BASE64URL);
    private static final Map<String, KeyForm> KEY_FORMS =
            Map.of("utf8", KeyForm.UTF8, "hex", KeyForm.HEX, "base64", KeyForm.BASE64, "whsec", KeyForm.WHSEC);

    static HmacScheme parse(ConfigValue config) {
        if (config.isString()) {
            return Presets.get(config);
        }
        if (config.object().containsKey("preset")) {
            config.onlyMembers("preset", "maxAge", "equalBodies");
            return Presets.get(config.at("preset"))
                    .withMaxAge(config.at("maxAge"))
                    .withEqualBodies(config.at("equalBodies"));
        }
        return parse(OWN, config);
    }

    static HmacScheme parse(String name, ConfigValue config) {
        config.onlyMembers(MEMBERS);
        SignedTemplate signed = SignedTemplate.parse(config.at("signed"));
        Signature signature = Signature.parse(config);
        HmacScheme scheme = new HmacScheme(
                name,
                signature,
                signed,
                config.at("time").isPresent() ? time(config, signature.form()) : null,
                Identity.parse(config));
        scheme.check(config);
        return scheme;
    }

    private static SendTime time(ConfigValue config, SignatureForm form) {
        ConfigValue maxAge = config.at("maxAge");
        return SendTime.parse(config.at("time"), form, maxAge.isPresent() ? maxAge.duration() : DEFAULT_MAX_AGE);
    }

    private void check(ConfigValue config) {
        if (signed.has(SignedTemplate.Time.class) != (time != null)) {
            throw config.at("signed")
                    .expected("{t} exactly if there is a time: a time that is not signed proves nothing");
        }
        if (signed.has(SignedTemplate.Secret.class) == signature.algorithm().isHmac()) {
            throw config.at("signed").expected("{secret} exactly with the algorithm SHA-256");
        }
        if (time == null && config.at("maxAge").isPresent()) {
            throw config.at("maxAge").expected("nothing, since there is no time");
        }
    }

    private HmacScheme withMaxAge(ConfigValue maxAge) {
        if (!maxAge.isPresent()) {
            return this;
        }
        if (time == null) {
            throw maxAge.expected("nothing: " + name + " sends no signed time");
        }
        SendTime limited = new SendTime(time.header(), time.unit(), maxAge.duration());
        return new HmacScheme(name, signature, signed, limited, identity);
    }

    private HmacScheme withEqualBodies(ConfigValue config) {
        return config.isPresent()
                ? new HmacScheme(name, signature, signed, time, identity.withEqualBodies(config))
                : this;
    }

    /** Whether nothing tells two events apart that are signed alike, and it is not said what they are. */
    boolean leavesEqualBodiesOpen() {
        return identity.id() == null && time == null && identity.equalBodies() == null;
    }

    /** Whether what stands there is proven. */
    public boolean signs(FieldLocation location) {
        return switch (location) {
            case FieldLocation.Header(String header) -> signed.parts().contains(new SignedTemplate.Header(header));
            case FieldLocation.Body body ->
                signed.has(SignedTemplate.Body.class) || signed.has(SignedTemplate.Form.class);
        };
    }

    static String headerName(ConfigValue config) {
        String name = config.string().toLowerCase(Locale.ROOT);
        if (!HEADER.matcher(name).matches()) {
            throw config.expected("a header's name");
        }
        return name;
    }

    /**
     * What verification reads; of an own scheme also id and type. A preset does not insist on those: providers add and
     * drop headers, and an event without its own id has one all the same.
     */
    @Override
    public List<String> requiredHeaders() {
        Set<String> required = new LinkedHashSet<>();
        required.add(signature.header());
        if (time != null && time.header() != null) {
            required.add(time.header());
        }
        for (SignedTemplate.Part part : signed.parts()) {
            if (part instanceof SignedTemplate.Header(String name)) {
                required.add(name);
            }
        }
        if (name.equals(OWN)) {
            required.addAll(described());
        }
        return List.copyOf(required);
    }

    /** Signature, time, id and type: what a person looks for in a queue. */
    @Override
    public List<String> declaredHeaders() {
        Set<String> declared = new LinkedHashSet<>();
        declared.add(signature.header());
        if (time != null && time.header() != null) {
            declared.add(time.header());
        }
        declared.addAll(described());
        return List.copyOf(declared);
    }

    private Set<String> described() {
        Set<String> headers = new LinkedHashSet<>();
        for (FieldLocation location : Arrays.asList(identity.id(), identity.type())) {
            if (location instanceof FieldLocation.Header(String field)) {
                headers.add(field);
            }
        }
        return headers;
    }
}
