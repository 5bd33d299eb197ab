package io.weir.cli.conformance.sns;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * Who signs a message, and what lies where the certificate should be.
 *
 * @param keys with which the message is signed
 * @param laid what is answered
 */
record SnsSigner(KeyPair keys, Laid laid) {
    /**
     * The signature of a text, as it stands in a message.
     *
     * @param algorithm of RSA, such as {@code SHA256withRSA}; the key of another kind signs by the same hash
     */
    String sign(String algorithm, byte[] text) {
        PrivateKey key = keys.getPrivate();
        try {
            Signature signature = Signature.getInstance(
                    key.getAlgorithm().equals("RSA") ? algorithm : algorithm.replace("RSA", "ECDSA"));
            signature.initSign(key);
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** The bytes of a certificate without PEM around them. */
    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was made can be written", e);
        }
    }
}
