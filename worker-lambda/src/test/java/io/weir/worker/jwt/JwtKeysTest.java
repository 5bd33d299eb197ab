package io.weir.worker.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.weir.action.RetryLaterException;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.fetch.DocumentRejectedException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the keys come from, how often they are asked for, and what it means that one is not there. */
class JwtKeysTest extends JwtVerifierSetup {
    private static final RSAKey NEW = rsa("rsa-2", 2048);

    private final Source source = byUrl("");

    @Test
    void verify_hostDown_isUndecidedAndAskedAgainAfterSomeSeconds() {
        answer = new IOException("connection refused");
        assertThat(assertUndecided(verify(source, right()))).contains("connection refused");
        assertUndecided(verify(source, right()));
        assertThat(fetched).hasSize(1);
        answer = jwks(RSA);
        clock.advance(Duration.ofSeconds(5));
        assertGenuine(verify(source, right()));
    }

    @Test
    void verify_hostThatAnswersWithNoKeys_isUndecided() {
        for (Object wrong : List.of(
                new DocumentRejectedException("the host answered 404"),
                new DocumentRejectedException("longer than 131072 bytes"),
                new DocumentRejectedException("the host answered 302"),
                "",
                "<html>",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[1,null,\"x\",{}]}",
                "{\"keys\":[" + "{},".repeat(100) + "{}]}",
                "{\"keys\":[],\"keys\":[]}")) {
            answer = wrong;
            assertUndecided(verify(source, right()));
            clock.advance(Duration.ofSeconds(31));
        }
        answer = jwks(RSA);
        assertGenuine(verify(source, right()));
    }

    @Test
    void verify_hostDownOnceTheKeysAreKnown_goesOn() {
        assertGenuine(verify(source, right()));
        answer = new IOException("down");
        clock.advance(Duration.ofDays(2));
        assertGenuine(verify(source, right()));
    }

    @Test
    void verify_rotatedInAtTheSender_isFoundByOneFetchMore() {
        assertGenuine(verify(source, right()));
        answer = jwks(RSA, NEW);
        clock.advance(JwtVerifier.REFRESHED);
        assertGenuine(verifyAt(source, token(NEW, claims()), clock.instant()));
        assertThat(fetched).hasSize(2);
    }

    @Test
    void verify_unknownKeyRightBehindAFetch_isUndecidedUntilTheKeysAreNewerThanTheRequest() {
        assertGenuine(verify(source, right()));
        clock.advance(Duration.ofSeconds(1));
        Verification verification = verifyAt(source, token(NEW, claims()), clock.instant());
        assertUndecided(verification);
        assertThat(RetryLaterException.notBefore(((Verification.Undecided) verification).fault()))
                .isEqualTo(JwtVerifier.REFRESHED);
        assertThat(fetched).hasSize(1);

        clock.advance(JwtVerifier.REFRESHED);
        assertRejected(verifyAt(source, token(NEW, claims()), NOW.plusSeconds(1)), Reason.SIGNATURE);
    }

    @Test
    void verify_unknownKeyWhileTheHostIsDown_isUndecidedAndDoesNotAskEachTime() {
        assertGenuine(verify(source, right()));
        answer = new IOException("down");
        clock.advance(JwtVerifier.REFRESHED);
        for (int i = 0; i < 20; i++) {
            assertUndecided(verifyAt(source, token(NEW, claims()), clock.instant()));
        }
        assertThat(fetched).hasSize(2);
        assertGenuine(verify(source, right()));
    }

    @Test
    void verify_madeUpKeyIdsByTheThousand_fetchOnceInAWhile() {
        for (int i = 0; i < 1000; i++) {
            clock.advance(Duration.ofMillis(60));
            verifyAt(source, token(EC, "kid-" + i, claims()), clock.instant());
        }
        assertThat(fetched).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void verify_keyThatHasGoneSinceTheRequestCame_isUndecided() {
        answer = jwks(RSA, NEW);
        assertGenuine(verify(source, right()));
        answer = jwks(NEW);
        clock.advance(Duration.ofHours(1));
        assertUndecided(verify(source, token(RSA, claimsWith("jti", "2"))));
        assertRejected(
                verifyAt(source, token(RSA, claimsWith("exp", 4_000_000_000L)), clock.instant()), Reason.SIGNATURE);
    }

    @Test
    void verify_injectedKeyIds_nameNoKey() {
        for (String kid : List.of(
                "../../../../dev/null",
                "rsa-1' OR '1'='1",
                "https://stranger.example/jwks",
                "rsa-1\u0000",
                "RSA-1",
                " rsa-1",
                "k".repeat(256))) {
            assertRejected(verify(source, token(RSA, kid, claims())), Reason.SIGNATURE);
        }
        assertThat(fetched).containsOnly(JWKS_URL);
    }

    @Test
    void verify_strangersKeyUnderAKnownId_isRejectedWithoutAnotherFetch() {
        assertRejected(verify(source, token(STRANGER, claims())), Reason.SIGNATURE);
        assertThat(fetched).hasSize(1);
    }

    @Test
    void verify_keyOfAnotherKindUnderTheId_provesNothing() {
        assertRejected(verify(source, token(EC, "rsa-1", claims())), Reason.SIGNATURE);
        assertRejected(verify(source, token(RSA, "ec-1", claims())), Reason.SIGNATURE);
    }

    @Test
    void verify_noKeyId_triesEachKeyThatFits() {
        answer = jwks(EC, STRANGER, RSA);
        assertGenuine(verify(source, token(RSA, null, claims())));
        answer = jwks(EC, STRANGER);
        clock.advance(Duration.ofHours(1));
        assertRejected(verifyAt(source, token(RSA, null, claimsWith("exp", 4e9)), clock.instant()), Reason.SIGNATURE);
    }

    @Test
    void verify_noKeyIdBehindManyKeys_triesOnlySome() {
        RSAKey[] keys = new RSAKey[9];
        Arrays.fill(keys, STRANGER);
        keys[8] = RSA;
        answer = jwks(keys);
        assertRejected(verify(source, token(RSA, null, claims())), Reason.SIGNATURE);
    }

    @Test
    void verify_keyThatMustNotVerify_provesNothing() {
        Map<String, Object> members = RSA.toPublicJWK().toJSONObject();
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("use", "enc"),
                Map.of("use", 1),
                Map.of("key_ops", List.of("encrypt")),
                Map.of("key_ops", "verify"),
                Map.of("alg", "PS256"),
                Map.of("kty", "oct"),
                Map.of("n", "AQAB"),
                Map.of("e", "AQ"),
                Map.of("e", "Ag"),
                Map.of("kid", "other"))) {
            Map<String, Object> changed = new LinkedHashMap<>(members);
            changed.putAll(change);
            answer = Json.write(Map.of("keys", List.of(changed, EC.toPublicJWK().toJSONObject())));
            verifier = new JwtVerifier((url, maxBytes) -> answer.toString().getBytes(UTF_8), store, clock);
            assertRejected(verify(source, right()), Reason.SIGNATURE);
        }
    }

    @Test
    void verify_keyOfAnHmacOrTooShortOrOnAnotherCurve_isPassedOver() {
        RSAKey weak = rsa("weak", 1024);
        ECKey bitcoin = new ECKey.Builder(EC).keyID("b").build();
        answer = "{\"keys\":["
                + new OctetSequenceKey.Builder(new byte[32])
                        .keyID("oct")
                        .build()
                        .toJSONString() + ","
                + weak.toPublicJWK().toJSONString() + ","
                + bitcoin.toPublicJWK().toJSONString().replace("P-256", "secp256k1") + ","
                + RSA.toPublicJWK().toJSONString() + "]}";
        assertRejected(verify(source, token(weak, claims())), Reason.SIGNATURE);
        assertRejected(verify(source, token(bitcoin, claims())), Reason.SIGNATURE);
        assertGenuine(verify(source, right()));
    }

    @Test
    void verify_ed25519_isGenuineAndEveryOtherSignatureIsNot() throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = keys.getPublic().getEncoded();
        String x = encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        answer = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"x\",\"x\":\"" + x + "\"},"
                + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"short\",\"x\":\"AAAA\"},"
                + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\",\"x\":\"" + x + "\"}]}";
        Source ed25519 = Source.ofSecret(
                "s",
                parse("{\"kind\":\"jwt\",\"algorithms\":[\"EdDSA\"],\"audience\":\"" + AUDIENCE
                        + "\",\"id\":\"/id\",\"jwks\":\"" + JWKS_URL + "\"}"),
                null);
        String signed = base64("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}") + "." + base64(Json.write(claims()));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(signed.getBytes(UTF_8));
        byte[] signature = signer.sign();
        assertGenuine(verify(ed25519, signed + "." + encode(signature)));
        for (int bit = 0; bit < 512; bit += 7) {
            byte[] forged = signature.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertRejected(verify(ed25519, signed + "." + encode(forged)), Reason.SIGNATURE);
        }
        for (int length : List.of(1, 63, 65, 128)) {
            assertRejected(verify(ed25519, signed + "." + encode(Arrays.copyOf(signature, length))), Reason.SIGNATURE);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void verify_setInTheStore_isGenuineByThePositionOfItsSecret() {
        secrets.add(jwks(NEW).getBytes(UTF_8));
        secrets.add(jwks(RSA).getBytes(UTF_8));
        Verification verification = verify(bySecret(""), right());
        assertThat(verification).isInstanceOf(Verification.Genuine.class);
        assertThat(((Verification.Genuine) verification).secret()).isEqualTo(2);
        assertThat(reads).containsExactly(false);
        assertThat(fetched).isEmpty();
    }

    @Test
    void verify_storeDown_isUndecided() {
        storeDown = true;
        assertThat(assertUndecided(verify(bySecret(""), right()))).isEqualTo("store down");
    }

    @Test
    void verify_setRotatedInTheStore_isLookedAtOnceMore() {
        secrets.add(jwks(NEW).getBytes(UTF_8));
        assertRejected(verify(bySecret(""), right()), Reason.SIGNATURE);
        assertThat(reads).containsExactly(false, true);
        secretsUnchangedSince = NOW.plusSeconds(1);
        assertUndecided(verify(bySecret(""), right()));
        secrets.set(0, jwks(RSA).getBytes(UTF_8));
        assertGenuine(verify(bySecret(""), right()));
    }

    @Test
    void verify_secretThatHoldsNoKeys_isUndecidedAndNotRepeated() {
        for (String wrong : List.of("SENTINEL", "{\"keys\":[{\"kty\":\"SENTINEL\"}]}")) {
            secrets.clear();
            secrets.add(wrong.getBytes(UTF_8));
            assertThat(assertUndecided(verify(bySecret(""), right())))
                    .startsWith("the secret holds no keys")
                    .doesNotContain("SENTINEL");
        }
    }

    @Test
    void verify_privateKeyInTheStore_servesAsItsPublicOne() {
        secrets.add("{\"keys\":[%s]}".formatted(((JWK) RSA).toJSONString()).getBytes(UTF_8));
        assertGenuine(verify(bySecret(""), right()));
    }

    @Test
    void curveNames_areThoseOfTheLibrary() {
        assertThat(List.of(Curve.P_256, Curve.P_384, Curve.P_521).toString()).isEqualTo("[P-256, P-384, P-521]");
    }
}
