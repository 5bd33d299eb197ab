package io.weir.cli.key;

import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Locale;

/**
 * A kind of key pair.
 *
 * @param algorithm its name in the JDK
 * @param curve of an elliptic curve, else empty
 */
record KeyFamily(String algorithm, String curve) {
    private static final int RSA_BITS = 2048;
    private static final KeyFamily RSA = new KeyFamily("RSA", "");
    private static final KeyFamily ED25519 = new KeyFamily("Ed25519", "");
    private static final KeyFamily P256 = new KeyFamily("EC", "secp256r1");

    static KeyFamily of(SignatureScheme scheme) {
        return switch (scheme.signature().algorithm()) {
            case ED25519 -> ED25519;
            case ECDSA_SHA256 -> P256;
            case RSA_SHA256, RSA_SHA512 -> RSA;
            default -> throw new IllegalArgumentException(scheme.name() + " has a shared secret");
        };
    }

    static KeyFamily of(JwtScheme scheme) {
        return switch (scheme.algorithms().getFirst()) {
            case "ES256" -> P256;
            case "ES384" -> new KeyFamily("EC", "secp384r1");
            case "ES512" -> new KeyFamily("EC", "secp521r1");
            case "EdDSA" -> ED25519;
            default -> RSA;
        };
    }

    KeyPair make() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (!curve.isEmpty()) {
            generator.initialize(new ECGenParameterSpec(curve));
        } else if (equals(RSA)) {
            generator.initialize(new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4));
        }
        return generator.generateKeyPair();
    }

    /** In the name of its file, so that a sender whose algorithm changes has another key. */
    String fileName() {
        return (curve.isEmpty() ? algorithm : curve).toLowerCase(Locale.ROOT);
    }
}
