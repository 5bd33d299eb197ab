package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How a signature is computed. */
public enum SignatureAlgorithm {
    HMAC_SHA1("HmacSHA1", Kind.HMAC, 20, 20),
    HMAC_SHA256("HmacSHA256", Kind.HMAC, 32, 32),
    HMAC_SHA512("HmacSHA512", Kind.HMAC, 64, 64),
    /** A plain digest over secret and body, as old senders do it. No HMAC: it admits length extension. */
    SHA1("SHA-1", Kind.DIGEST, 20, 20),
    /** The same with a longer digest. */
    SHA256("SHA-256", Kind.DIGEST, 32, 32),
    ED25519("Ed25519", Kind.ASYMMETRIC, 64, 64),
    /** On P-256, as DER: two numbers of at most 33 bytes each, with their heads. */
    ECDSA_SHA256("SHA256withECDSA", Kind.ASYMMETRIC, 8, 72),
    /** Keys of 2048 to 8192 bits. */
    RSA_SHA256("SHA256withRSA", Kind.ASYMMETRIC, 256, 1024),
    RSA_SHA512("SHA512withRSA", Kind.ASYMMETRIC, 256, 1024);

    private enum Kind {
        HMAC,
        DIGEST,
        ASYMMETRIC
    }

    private final String text;
    private final Kind kind;
    private final int minLength;
    private final int maxLength;

    SignatureAlgorithm(String text, Kind kind, int minLength, int maxLength) {
        this.text = text;
        this.kind = kind;
        this.minLength = minLength;
        this.maxLength = maxLength;
    }

    static SignatureAlgorithm parse(ConfigValue config, boolean isAsymmetric) {
        return config.oneOf(Arrays.stream(values())
                .filter(algorithm -> algorithm.isAsymmetric() == isAsymmetric)
                .collect(Collectors.toMap(SignatureAlgorithm::text, algorithm -> algorithm)));
    }

    /** The name that the configuration and the JDK use. */
    public String text() {
        return text;
    }

    /** Whether a signature may have so many bytes. */
    public boolean admits(int length) {
        return length >= minLength && length <= maxLength;
    }

    /** The length of a signature in bytes, for people. */
    public String lengths() {
        return minLength == maxLength ? Integer.toString(minLength) : minLength + " to " + maxLength;
    }

    public boolean isHmac() {
        return kind == Kind.HMAC;
    }

    public boolean isDigest() {
        return kind == Kind.DIGEST;
    }

    /** Whether it is verified with a public key. */
    public boolean isAsymmetric() {
        return kind == Kind.ASYMMETRIC;
    }
}
