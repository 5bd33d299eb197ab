package io.weir.worker.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.weir.envelope.scheme.SignatureAlgorithm;
import io.weir.verify.signature.PublicKeys;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One public key of a JWKS that may prove something. Two are equal if their members are. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-6">RFC 7518, section 6</a>
 */
final class SenderKey {
    /** What makes a key. A private part is not among them, nor a certificate. */
    private static final List<String> MATERIAL = List.of("kty", "n", "e", "crv", "x", "y");

    private static final List<String> LABELLED = List.of("kty", "n", "e", "crv", "x", "y", "kid", "alg");
    private static final String EDDSA = "EdDSA";
    private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256");
    private static final Map<String, String> BY_CURVE = Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512");
    private static final int ED25519_BYTES = 32;

    /** The library's work: whether a signature is right. */
    @FunctionalInterface
    private interface Check {
        boolean verifies(Jwt token) throws JOSEException;
    }

    private final Map<?, ?> members;
    private final Set<String> algorithms;
    private final Check check;

    private SenderKey(Map<?, ?> members, Set<String> algorithms, Check check) {
        this.members = members;
        this.algorithms = algorithms;
        this.check = check;
    }

    /** Reads a key; null of one that proves no signature here: of another kind or use, too short, or not understood. */
    static @Nullable SenderKey read(Map<?, ?> members) {
        Object use = members.get("use");
        if (use != null && !use.equals("sig")) {
            return null;
        }
        Object operations = members.get("key_ops");
        if (operations != null && !(operations instanceof List<?> list && list.contains("verify"))) {
            return null;
        }
        try {
            return of(only(LABELLED, members), JWK.parse(only(MATERIAL, members)));
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<String, Object> only(List<String> names, Map<?, ?> members) {
        Map<String, Object> only = new LinkedHashMap<>();
        for (String name : names) {
            Object value = members.get(name);
            if (value != null) {
                only.put(name, value);
            }
        }
        return only;
    }

    private static @Nullable SenderKey of(Map<?, ?> members, JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> ofRsa(members, rsa.toRSAPublicKey());
            case ECKey ec -> {
                String algorithm = BY_CURVE.get(ec.getCurve().getName());
                yield algorithm == null
                        ? null
                        : new SenderKey(members, Set.of(algorithm), byLibrary(new ECDSAVerifier(ec)));
            }
            case OctetKeyPair pair
            when pair.getCurve().getName().equals("Ed25519") -> ofEd25519(members, pair.getDecodedX());
            default -> null;
        };
    }

    private static SenderKey ofRsa(Map<?, ?> members, RSAPublicKey key) {
        PublicKeys.check(key, SignatureAlgorithm.RSA_SHA256);
        if (key.getPublicExponent().equals(BigInteger.ONE)
                || !key.getPublicExponent().testBit(0)) {
            throw new IllegalArgumentException("with this exponent anyone can sign");
        }
        return new SenderKey(members, RSA, byLibrary(new RSASSAVerifier(key)));
    }

    private static Check byLibrary(JWSVerifier verifier) {
        return token -> verifier.verify(
                new JWSHeader.Builder(JWSAlgorithm.parse(token.algorithm())).build(),
                token.signedBytes(),
                token.signature());
    }

    /** By the JDK: the library leaves Ed25519 to another one, of megabytes. */
    private static SenderKey ofEd25519(Map<?, ?> members, byte[] point) {
        if (point.length != ED25519_BYTES) {
            throw new IllegalArgumentException("not " + ED25519_BYTES + " bytes");
        }
        PublicKey key = PublicKeys.parse(HexFormat.of().formatHex(point), SignatureAlgorithm.ED25519);
        return new SenderKey(members, Set.of(EDDSA), token -> verifiesEd25519(key, token));
    }

    private static boolean verifiesEd25519(PublicKey key, Jwt token) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(token.signedBytes());
            return signature.verify(token.signature().decode());
        } catch (SignatureException e) {
            return false; // no signature at all, by its form
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** Whether a token says that it was signed with this one. One that names no key may be of any that fits. */
    boolean isMeant(Jwt token) {
        Object only = members.get("alg");
        return algorithms.contains(token.algorithm())
                && (only == null || only.equals(token.algorithm()))
                && (token.keyId() == null || token.keyId().equals(members.get("kid")));
    }

    /** Whether the token was signed with it. Only for one that is meant. */
    boolean verifies(Jwt token) {
        try {
            return check.verifies(token);
        } catch (JOSEException e) {
            return false;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SenderKey key && members.equals(key.members);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(members);
    }
}
