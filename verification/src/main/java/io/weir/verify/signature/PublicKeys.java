package io.weir.verify.signature;

import io.weir.config.ConfigurationException;
import io.weir.envelope.scheme.SignatureAlgorithm;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads public keys as senders print them. */
public final class PublicKeys {
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final Pattern HEX_32 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern ARMOUR = Pattern.compile("-----(BEGIN|END) PUBLIC KEY-----");

    /** What stands before the 32 bytes in a SubjectPublicKeyInfo of Ed25519 (RFC 8410). */
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /** The prime of Ed25519 (RFC 8032), and the y of its eight points of small order. */
    private static final BigInteger FIELD = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    private static final Set<BigInteger> SMALL_ORDER = Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            FIELD.subtract(BigInteger.ONE),
            new BigInteger("2707385501144840649318225287225658788936804267575313519463743609750303402022"),
            new BigInteger("55188659117513257062467267217118295137698188065244968500265048394206261417927"));

    private PublicKeys() {}

    /**
     * A key in PEM, in base64 of the SubjectPublicKeyInfo, or for Ed25519 in hex of its 32 bytes.
     *
     * @throws IllegalArgumentException saying what was expected; does not repeat the text
     */
    public static PublicKey parse(String text, SignatureAlgorithm algorithm) {
        try {
            PublicKey key = KeyFactory.getInstance(family(algorithm)).generatePublic(new X509EncodedKeySpec(der(text)));
            check(key, algorithm);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key of " + algorithm.text()
                    + ": expected PEM, base64 of the SubjectPublicKeyInfo, or for Ed25519 64 hex digits");
        }
    }

    /**
     * Reads every public key that a configuration holds: one that proves nothing ends the start, and no request.
     *
     * @throws ConfigurationException naming the source and what was expected
     */
    public static void checkConfigured(Sources sources) {
        for (Source source : sources.all()) {
            String text = source.publicKey();
            if (text != null && source.scheme() instanceof SignatureScheme scheme) {
                try {
                    parse(text, scheme.signature().algorithm());
                } catch (IllegalArgumentException e) {
                    throw new ConfigurationException("source " + source.name() + ", publicKey: " + e.getMessage());
                }
            }
        }
    }

    private static byte[] der(String text) throws GeneralSecurityException {
        String plain = ARMOUR.matcher(text.strip()).replaceAll("").replaceAll("\\s", "");
        try {
            if (HEX_32.matcher(plain).matches()) {
                return join(ED25519_HEAD, HexFormat.of().parseHex(plain));
            }
            return Base64.getDecoder().decode(plain);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("neither base64 nor hex", e);
        }
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] joined = new byte[head.length + tail.length];
        System.arraycopy(head, 0, joined, 0, head.length);
        System.arraycopy(tail, 0, joined, head.length, tail.length);
        return joined;
    }

    private static String family(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> "Ed25519";
            case ECDSA_SHA256 -> "EC";
            case RSA_SHA256, RSA_SHA512 -> "RSA";
            default -> throw new IllegalArgumentException(algorithm.text() + " has no public key");
        };
    }

    /**
     * Whether a key may prove anything.
     *
     * @throws IllegalArgumentException if it is too short, or of another curve or kind
     */
    public static void check(PublicKey key, SignatureAlgorithm algorithm) {
        switch (key) {
            case RSAPublicKey rsa when family(algorithm).equals("RSA") -> checkRsa(rsa.getModulus());
            case ECPublicKey ec when family(algorithm).equals("EC") -> checkCurve(ec.getParams());
            case EdECPublicKey ed
            when family(algorithm).equals("Ed25519") && ed.getParams().getName().equals("Ed25519") ->
                checkPoint(ed.getPoint().getY());
            default -> throw new IllegalArgumentException("not a key of " + algorithm.text());
        }
    }

    /** With a point of an order of at most 8 anyone can sign: one signature is right for every message, or for each eighth. */
    private static void checkPoint(BigInteger y) {
        if (SMALL_ORDER.contains(y.mod(FIELD))) {
            throw new IllegalArgumentException("a key of Ed25519 with which anyone can sign");
        }
    }

    private static void checkRsa(BigInteger modulus) {
        if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
            throw new IllegalArgumentException(
                    "an RSA key of " + modulus.bitLength() + " bits: expected " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
        }
    }

    private static void checkCurve(ECParameterSpec curve) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec p256 = parameters.getParameterSpec(ECParameterSpec.class);
            if (!curve.getCurve().equals(p256.getCurve())
                    || !curve.getGenerator().equals(p256.getGenerator())
                    || !curve.getOrder().equals(p256.getOrder())) {
                throw new IllegalArgumentException("a key on another curve: expected P-256");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
