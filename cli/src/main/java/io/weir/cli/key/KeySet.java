package io.weir.cli.key;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a public key as a set of one (RFC 7517, RFC 7518, RFC 8037). */
final class KeySet {
    private static final int ED25519_BYTES = 32;

    private KeySet() {}

    static Map<String, Object> of(PublicKey key, String keyId, String algorithm) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kid", keyId);
        members.put("alg", algorithm);
        members.put("use", "sig");
        switch (key) {
            case RSAPublicKey rsa -> {
                members.put("kty", "RSA");
                members.put("n", number(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8));
                members.put("e", number(rsa.getPublicExponent(), 3));
            }
            case ECPublicKey ec -> {
                int bits = ec.getParams().getCurve().getField().getFieldSize();
                members.put("kty", "EC");
                members.put("crv", "P-" + bits);
                members.put("x", number(ec.getW().getAffineX(), (bits + 7) / 8));
                members.put("y", number(ec.getW().getAffineY(), (bits + 7) / 8));
            }
            default -> {
                byte[] info = key.getEncoded(); // its last 32 bytes are the key (RFC 8410)
                members.put("kty", "OKP");
                members.put("crv", "Ed25519");
                members.put("x", text(Arrays.copyOfRange(info, info.length - ED25519_BYTES, info.length)));
            }
        }
        return Map.of("keys", List.of(members));
    }

    /** In so many bytes, without a sign. */
    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[length];
        int taken = Math.min(length, bytes.length);
        System.arraycopy(bytes, bytes.length - taken, padded, length - taken, taken);
        return text(padded);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
