package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureAlgorithm;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures by a public key: what is not exactly right is refused, and what is right in another spelling is the same event. */
class PublicKeySignatureTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final byte[] BODY = "{\"n\":1}".getBytes(UTF_8);
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger ED25519_ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final KeyPair ED25519 = keys("Ed25519", 0, "");
    private static final KeyPair P256 = keys("EC", 0, "secp256r1");
    private static final KeyPair RSA = keys("RSA", 2048, "");

    private final SignatureVerifier verifier = new SignatureVerifier((reference, fresh) -> {
        throw new IOException("no secret is asked for");
    });

    private static KeyPair keys(String kind, int bits, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            if (bits > 0) {
                generator.initialize(bits);
            }
            if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(KeyPair keys) {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    private static Source source(String algorithm, String publicKey) {
        return Source.ofSecret("s", scheme(algorithm), null).toBuilder()
                .publicKey(publicKey)
                .build();
    }

    private static WebhookScheme scheme(String algorithm) {
        try {
            return WebhookScheme.parse(
                    WebhookScheme.OWN,
                    new ConfigValue(
                            "test",
                            Json.read("{\"kind\":\"asymmetric\",\"header\":\"x-sig\",\"algorithm\":\"" + algorithm
                                    + "\",\"encoding\":\"hex\",\"signed\":\"{body}\",\"equalBodies\":\"same\"}")));
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sign(String algorithm, KeyPair keys) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(keys.getPrivate());
            signer.update(BODY);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Verification verify(Source source, byte[] signature, byte[] body) {
        return verifier.verify(
                new ReceivedRequest(
                        "s",
                        NOW,
                        "POST",
                        "https://door/s",
                        Map.of("x-sig", HexFormat.of().formatHex(signature)),
                        body),
                source);
    }

    private void assertRefused(Source source, byte[] signature) {
        Verification verification = verify(source, signature, BODY);
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertThat(((Verification.Rejected) verification).reason()).isIn(Reason.SIGNATURE, Reason.MALFORMED);
    }

    private String key(Source source, byte[] signature) {
        Verification verification = verify(source, signature, BODY);
        assertThat(verification).isInstanceOf(Verification.Genuine.class);
        return ((Verification.Genuine) verification).by().key();
    }

    private static Source of(String algorithm) {
        return source(algorithm, base64(pair(algorithm)));
    }

    private static KeyPair pair(String algorithm) {
        return switch (algorithm) {
            case "Ed25519" -> ED25519;
            case "SHA256withECDSA" -> P256;
            default -> RSA;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "SHA256withECDSA", "SHA256withRSA", "SHA512withRSA"})
    void verify_anyBitOfSignatureOrBodyChanged_isRefused(String algorithm) {
        Source source = of(algorithm);
        byte[] signature = sign(algorithm, pair(algorithm));
        String right = key(source, signature);
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(source, changed);
        }
        for (int bit = 0; bit < 8 * BODY.length; bit++) {
            byte[] changed = BODY.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verify(source, signature, changed)).isInstanceOf(Verification.Rejected.class);
        }
        assertThat(key(source, signature)).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "SHA256withECDSA", "SHA256withRSA", "SHA512withRSA"})
    void verify_signatureOfAnotherLengthOrOfZeros_isRefused(String algorithm) {
        Source source = of(algorithm);
        byte[] signature = sign(algorithm, pair(algorithm));
        for (int length : List.of(1, signature.length - 1, signature.length + 1, 2 * signature.length, 1000)) {
            assertRefused(source, Arrays.copyOf(signature, length));
            assertRefused(source, new byte[length]);
        }
        assertRefused(source, new byte[signature.length]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "SHA256withECDSA", "SHA256withRSA"})
    void verify_signatureOfAnotherKey_isRefused(String algorithm) {
        KeyPair stranger = switch (algorithm) {
            case "Ed25519" -> keys("Ed25519", 0, "");
            case "SHA256withECDSA" -> keys("EC", 0, "secp256r1");
            default -> keys("RSA", 2048, "");
        };
        assertRefused(of(algorithm), sign(algorithm, stranger));
    }

    @Test
    void verify_otherHashOfTheSameKey_isRefused() {
        assertRefused(of("SHA256withRSA"), sign("SHA512withRSA", RSA));
        assertRefused(of("SHA512withRSA"), sign("SHA256withRSA", RSA));
        assertRefused(of("SHA256withECDSA"), sign("SHA512withECDSA", P256));
        assertRefused(of("SHA256withECDSA"), sign("SHA256withECDSAinP1363Format", P256));
    }

    /** The numbers r and s of a signature in DER. */
    private static BigInteger[] numbers(byte[] der) {
        int rLength = der[3];
        int sAt = 4 + rLength + 2;
        return new BigInteger[] {
            new BigInteger(Arrays.copyOfRange(der, 4, 4 + rLength)),
            new BigInteger(Arrays.copyOfRange(der, sAt, sAt + der[sAt - 1]))
        };
    }

    private static byte[] der(byte[] r, byte[] s) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(0x30);
        der.write(4 + r.length + s.length);
        der.write(2);
        der.write(r.length);
        der.writeBytes(r);
        der.write(2);
        der.write(s.length);
        der.writeBytes(s);
        return der.toByteArray();
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        return der(r.toByteArray(), s.toByteArray());
    }

    @Test
    void verify_ecdsaWithTheOtherS_isTheSameEvent() {
        Source source = of("SHA256withECDSA");
        byte[] signature = sign("SHA256withECDSA", P256);
        BigInteger[] numbers = numbers(signature);
        byte[] other = der(numbers[0], P256_ORDER.subtract(numbers[1]));
        assertThat(other).isNotEqualTo(signature);
        assertThat(key(source, other)).isEqualTo(key(source, signature));
    }

    @Test
    void verify_ecdsaOfNumbersOutOfRange_isRefused() {
        Source source = of("SHA256withECDSA");
        BigInteger[] right = numbers(sign("SHA256withECDSA", P256));
        List<BigInteger> wrong = List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.ONE.negate(),
                P256_ORDER,
                P256_ORDER.subtract(BigInteger.ONE),
                P256_ORDER.add(BigInteger.ONE),
                BigInteger.TWO.pow(256));
        for (BigInteger r : wrong) {
            assertRefused(source, der(r, right[1]));
            for (BigInteger s : wrong) {
                assertRefused(source, der(r, s));
            }
        }
        assertRefused(source, der(right[0], BigInteger.ZERO));
        assertRefused(source, der(right[0], right[1].add(P256_ORDER)));
        assertRefused(source, der(right[0].add(P256_ORDER), right[1]));
        assertRefused(source, der(right[0].negate(), right[1]));
    }

    @Test
    void verify_ecdsaInAnotherDer_isRefusedOrTheSameEvent() {
        Source source = of("SHA256withECDSA");
        byte[] right = sign("SHA256withECDSA", P256);
        BigInteger[] numbers = numbers(right);
        byte[] r = numbers[0].toByteArray();
        byte[] s = numbers[1].toByteArray();
        byte[] zeroBefore = new byte[r.length + 1];
        System.arraycopy(r, 0, zeroBefore, 1, r.length);
        byte[] longLength = new byte[right.length + 1];
        System.arraycopy(right, 1, longLength, 2, right.length - 1);
        longLength[0] = 0x30;
        longLength[1] = (byte) 0x81;
        byte[] indefinite = new byte[right.length + 2];
        System.arraycopy(right, 0, indefinite, 0, right.length);
        indefinite[1] = (byte) 0x80;
        byte[] negativeR = r[0] == 0 ? Arrays.copyOfRange(r, 1, r.length) : r;
        byte[] trailing = Arrays.copyOf(right, right.length + 3);
        byte[] twice = Arrays.copyOf(right, 2 * right.length);
        System.arraycopy(right, 0, twice, right.length, right.length);
        String event = key(source, right);
        for (byte[] odd : List.of(der(zeroBefore, s), longLength, indefinite, der(negativeR, s))) {
            Verification verification = verify(source, odd, BODY);
            if (verification instanceof Verification.Genuine genuine) {
                assertThat(genuine.by().key()).isEqualTo(event);
            } else {
                assertThat(verification).isInstanceOf(Verification.Rejected.class);
            }
        }
        assertRefused(source, trailing);
        assertRefused(source, twice);
        assertRefused(source, der(new byte[0], new byte[0]));
        assertRefused(source, new byte[] {0x30, 0});
    }

    @Test
    void verify_ed25519WithSBeyondTheOrder_isRefused() {
        byte[] signature = sign("Ed25519", ED25519);
        BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(signature, 32, 64)));
        for (int times = 1; times < 8; times++) {
            byte[] beyond = reversed(
                    s.add(ED25519_ORDER.multiply(BigInteger.valueOf(times))).toByteArray());
            byte[] forged = signature.clone();
            Arrays.fill(forged, 32, 64, (byte) 0);
            System.arraycopy(beyond, 0, forged, 32, Math.min(32, beyond.length));
            assertRefused(of("Ed25519"), forged);
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    /** The encodings of points of an order of at most 8, some of them not the canonical ones. */
    private static final List<String> SMALL_POINTS = List.of(
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    @Test
    void verify_ed25519WithARandomPointOfSmallOrder_isRefused() {
        for (String point : SMALL_POINTS) {
            byte[] signature = Arrays.copyOf(HexFormat.of().parseHex(point), 64);
            assertRefused(of("Ed25519"), signature);
        }
    }

    @Test
    void parse_ed25519KeyOfSmallOrder_isRefused() {
        for (String point : SMALL_POINTS) {
            assertThatThrownBy(() -> PublicKeys.parse(point, SignatureAlgorithm.ED25519))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("anyone can sign");
        }
    }

    @Test
    void parse_keyThatProvesNothing_isRefusedWithoutItsText() {
        String short1024 = base64(keys("RSA", 1024, ""));
        String p384 = base64(keys("EC", 0, "secp384r1"));
        String ed448 = base64(keys("Ed448", 0, ""));
        for (Map.Entry<String, SignatureAlgorithm> wrong : List.of(
                Map.entry(short1024, SignatureAlgorithm.RSA_SHA256),
                Map.entry(p384, SignatureAlgorithm.ECDSA_SHA256),
                Map.entry(ed448, SignatureAlgorithm.ED25519),
                Map.entry(base64(P256), SignatureAlgorithm.RSA_SHA512),
                Map.entry(base64(RSA), SignatureAlgorithm.ED25519),
                Map.entry(base64(ED25519), SignatureAlgorithm.ECDSA_SHA256),
                Map.entry("SENTINEL", SignatureAlgorithm.ED25519),
                Map.entry("", SignatureAlgorithm.RSA_SHA256),
                Map.entry("ab".repeat(31), SignatureAlgorithm.ED25519),
                Map.entry("ab".repeat(33), SignatureAlgorithm.ED25519))) {
            assertThatThrownBy(() -> PublicKeys.parse(wrong.getKey(), wrong.getValue()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("SENTINEL");
        }
    }

    @Test
    void parse_pemBase64AndHex_areTheSameKey() {
        byte[] encoded = ED25519.getPublic().getEncoded();
        String hex = HexFormat.of().formatHex(encoded, encoded.length - 32, encoded.length);
        for (String text : List.of(
                base64(ED25519),
                "\n-----BEGIN PUBLIC KEY-----\r\n" + base64(ED25519) + "\n-----END PUBLIC KEY-----\n",
                hex,
                hex.toUpperCase(Locale.ROOT))) {
            assertThat(PublicKeys.parse(text, SignatureAlgorithm.ED25519)).isEqualTo(ED25519.getPublic());
        }
    }

    @Test
    void checkConfigured_keyThatProvesNothing_namesItsSource() {
        Sources wrong = Sources.of(of("Ed25519"), named("other", source("Ed25519", "SENTINEL")));
        assertThatThrownBy(() -> PublicKeys.checkConfigured(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("source other, publicKey")
                .hasMessageNotContaining("SENTINEL");
        PublicKeys.checkConfigured(Sources.of(of("Ed25519")));
    }

    private static Source named(String name, Source source) {
        return Source.ofSecret(name, (WebhookScheme) source.scheme(), null).toBuilder()
                .publicKey(source.publicKey())
                .build();
    }

    @Test
    void verify_keyInTheStore_isRotatedLikeASecret() {
        List<byte[]> stored = List.of(
                base64(keys("Ed25519", 0, "")).getBytes(UTF_8), base64(ED25519).getBytes(UTF_8));
        SignatureVerifier byStore = new SignatureVerifier(
                (reference, fresh) -> SecretSet.of(fresh ? stored : stored.subList(0, 1), Instant.MIN));
        Source source = Source.ofSecret("s", scheme("Ed25519"), new SecretReference.EnvironmentSecret("K"));
        ReceivedRequest request = new ReceivedRequest(
                "s",
                NOW,
                "POST",
                "https://door/s",
                Map.of("x-sig", HexFormat.of().formatHex(sign("Ed25519", ED25519))),
                BODY);
        Verification verification = byStore.verify(request, source);
        assertThat(verification).isInstanceOf(Verification.Genuine.class);
        assertThat(((Verification.Genuine) verification).secret()).isEqualTo(2);
        SignatureVerifier broken = new SignatureVerifier((reference, fresh) -> SecretSet.fixed("x".getBytes(UTF_8)));
        assertThat(broken.verify(request, source)).isInstanceOf(Verification.Undecided.class);
    }
}
