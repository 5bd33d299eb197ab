package io.weir.verify.signature;

import io.weir.envelope.scheme.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * The public key of a sender. A signature that can be written in another way, as one of ECDSA can, proves the same: an event is
 * claimed by what was signed, never by the signature. Thread-safe.
 */
final class VerifyingKey implements RequestKey {
    private static final byte[] NO_SECRET = new byte[0];

    private final SignatureAlgorithm algorithm;
    private final PublicKey key;
    private final byte[] secret;

    /**
     * A key of the algorithm's kind.
     *
     * @param secret what stands in the place of {@code {secret}}, possibly empty
     */
    VerifyingKey(SignatureAlgorithm algorithm, PublicKey key, byte[] secret) {
        this.algorithm = algorithm;
        this.key = key;
        this.secret = secret.clone();
    }

    VerifyingKey(SignatureAlgorithm algorithm, PublicKey key) {
        this(algorithm, key, NO_SECRET);
    }

    @Override
    public boolean matches(SignedInput input, SignatureHeader signatures) {
        boolean matches = false;
        for (byte[] signature : signatures.signatures()) {
            matches |= verifies(input, signature);
        }
        return matches;
    }

    private boolean verifies(SignedInput input, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(algorithm.text());
            signature.initVerify(key);
            for (byte[] part : input.partsWith(secret)) {
                signature.update(part);
            }
            return signature.verify(bytes);
        } catch (SignatureException e) {
            return false; // no signature at all, by its form
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm.text(), e);
        }
    }
}
