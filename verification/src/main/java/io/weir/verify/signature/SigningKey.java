package io.weir.verify.signature;

import io.weir.envelope.scheme.SignatureAlgorithm;
import io.weir.envelope.scheme.SignatureScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A secret made ready to sign with: decoding it and making a key takes as long as signing. Thread-safe. */
final class SigningKey implements RequestKey {
    private static final String WHSEC = "whsec_";
    private static final byte[] NOTHING = new byte[0];

    private final SignatureAlgorithm algorithm;
    private final byte[] key;

    /** Never used itself, only cloned: the key is hashed in already. Null for the plain digest. */
    private final @Nullable Mac prepared;

    private SigningKey(SignatureAlgorithm algorithm, byte[] key) {
        this.algorithm = algorithm;
        this.key = key;
        this.prepared = algorithm.isHmac() ? mac() : null;
    }

    /**
     * Makes the key of a secret.
     *
     * @throws IOException if the secret's text is no key of the scheme's form: to be put right in the store, then retried. Does
     *     not repeat the secret
     */
    static SigningKey of(byte[] secret, SignatureScheme scheme) throws IOException {
        return new SigningKey(
                scheme.signature().algorithm(),
                decode(secret, scheme.signature().key()));
    }

    /** HMAC-SHA256 with the key that a secret is in this scheme, whatever its own algorithm. */
    static byte[] hmacSha256(byte[] secret, SignatureScheme scheme, byte[] text) throws IOException {
        return new SigningKey(
                        SignatureAlgorithm.HMAC_SHA256,
                        decode(secret, scheme.signature().key()))
                .mac()
                .doFinal(text);
    }

    private static byte[] decode(byte[] secret, SignatureScheme.KeyForm form) throws IOException {
        String text = new String(secret, StandardCharsets.UTF_8);
        byte[] key;
        try {
            key = switch (form) {
                case UTF8 -> secret.clone();
                case HEX -> HexFormat.of().parseHex(text);
                case BASE64 -> Base64.getDecoder().decode(text);
                case WHSEC ->
                    Base64.getDecoder().decode(text.startsWith(WHSEC) ? text.substring(WHSEC.length()) : text);
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("the secret is not written in " + form);
        }
        if (key.length == 0) {
            throw new IOException("the secret is empty");
        }
        return key;
    }

    /** The one signature of this input. */
    byte[] sign(SignedInput input) {
        if (prepared == null) {
            MessageDigest digest = digest();
            input.partsWith(key).forEach(digest::update);
            return digest.digest();
        }
        Mac mac = copy(prepared);
        input.partsWith(key).forEach(mac::update);
        return mac.doFinal();
    }

    @Override
    public boolean matches(SignedInput input, SignatureHeader signatures) {
        return signatures.matches(sign(input));
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm.text());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm.text(), e);
        }
    }

    private Mac copy(Mac original) {
        try {
            return (Mac) original.clone();
        } catch (CloneNotSupportedException e) {
            return mac(); // another security provider need not support it
        }
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(algorithm.text());
            mac.init(new SecretKeySpec(key, algorithm.text()));
            mac.update(NOTHING); // begins with the key, so that it is not hashed again each time
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm.text(), e);
        }
    }
}
