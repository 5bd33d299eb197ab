package io.weir.worker.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token must be and say. */
class JwtVerifierTest extends JwtVerifierSetup {
    private static final String HEAD = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"%s}";

    private final Source source = byUrl("");

    private void assertHeaderRefused(String members, Reason reason) {
        assertRejected(verify(source, sign(RSA, HEAD.formatted(members), Json.write(claims()))), reason);
        assertThat(fetched).isEmpty();
    }

    private void assertClaimsRefused(Source of, Map<String, @Nullable Object> claims, Reason reason) {
        assertRejected(verify(of, token(RSA, claims)), reason);
        assertThat(fetched).isEmpty();
    }

    @Test
    void verify_noHeaderOrAnotherPrefix_isUnsigned() {
        for (Map<String, String> headers : List.of(
                Map.<String, String>of(),
                Map.of("authorization", "Basic " + right()),
                Map.of("authorization", right()))) {
            assertRejected(
                    verifier.verify(new ReceivedRequest("s", NOW, "POST", "https://door/s", headers, BODY), source),
                    Reason.UNSIGNED);
        }
    }

    @Test
    void verify_longerThan8KiB_isMalformedBeforeItIsParsed() {
        assertRejected(verify(source, "a".repeat(Jwt.MAX_LENGTH) + "." + right()), Reason.MALFORMED);
        assertRejected(verify(source, token(RSA, claimsWith("more", "x".repeat(Jwt.MAX_LENGTH)))), Reason.MALFORMED);
    }

    @Test
    void verify_otherThanThreePartsInCanonicalBase64Url_isMalformed() {
        String right = right();
        String[] parts = right.split("\\.", -1);
        for (String wrong : List.of(
                "",
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + ".",
                "." + parts[1] + "." + parts[2],
                parts[0] + ".." + parts[2],
                right + ".x.y",
                right + ".",
                right + "=",
                right + " ",
                " " + right,
                right + "\n",
                right.replaceFirst("\\.", "=."),
                right.replaceFirst("e", "%65"),
                right + "AA A",
                parts[0] + "." + parts[1] + "." + nonCanonical(parts[2]))) {
            assertRejected(verify(source, wrong), Reason.MALFORMED);
        }
        assertThat(fetched).isEmpty();
    }

    /** The same bytes, with bits set that nobody reads. */
    private static String nonCanonical(String part) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(part.charAt(part.length() - 1));
        return part.substring(0, part.length() - 1) + alphabet.charAt(last + 1);
    }

    @Test
    void verify_partThatIsNoStrictJson_isMalformed() {
        String header = HEAD.formatted("");
        for (String payload : List.of("[]", "\"x\"", "null", "{", "{}x", "{\"aud\":\"a\",\"aud\":\"b\"}", "{'a':1}")) {
            assertRejected(verify(source, sign(RSA, header, payload)), Reason.MALFORMED);
        }
        for (String wrong : List.of("[]", "{\"alg\":\"RS256\",\"alg\":\"ES256\"}", "{\"alg\":\"RS256\"}}")) {
            assertRejected(verify(source, sign(RSA, wrong, Json.write(claims()))), Reason.MALFORMED);
        }
        assertThat(fetched).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "", "HS256", "rs256", "RS384", "PS256", "EdDSA", "RS256 "})
    void verify_algorithmThatIsNotTheSchemes_isRefused(String algorithm) {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa-1\"}";
        assertRejected(verify(source, sign(RSA, header, Json.write(claims()))), Reason.SIGNATURE_VERSION);
        assertRejected(verify(source, base64(header) + "." + base64(Json.write(claims())) + "."), Reason.MALFORMED);
        assertThat(fetched).isEmpty();
    }

    @Test
    void verify_noAlgorithmOrOneThatIsNoText_isRefused() {
        for (String header : List.of("{}", "{\"alg\":null}", "{\"alg\":[\"RS256\"]}", "{\"alg\":1}")) {
            assertRejected(verify(source, sign(RSA, header, Json.write(claims()))), Reason.SIGNATURE_VERSION);
        }
    }

    @Test
    void verify_publicKeyAsSecretOfHmac_isRefused() throws JOSEException {
        String signed = base64("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}") + "." + base64(Json.write(claims()));
        for (byte[] secret : List.of(
                RSA.toRSAPublicKey().getEncoded(),
                RSA.toPublicJWK().toJSONString().getBytes(UTF_8),
                jwks(RSA).getBytes(UTF_8))) {
            String mac = new MACSigner(secret)
                    .sign(new JWSHeader(JWSAlgorithm.HS256), signed.getBytes(UTF_8))
                    .toString();
            assertRejected(verify(source, signed + "." + mac), Reason.SIGNATURE_VERSION);
        }
    }

    @Test
    void verify_extensionThatIsDemanded_isRefused() {
        assertHeaderRefused(",\"crit\":[\"exp\"]", Reason.MALFORMED);
        assertHeaderRefused(",\"crit\":[\"b64\"],\"b64\":false", Reason.MALFORMED);
        assertHeaderRefused(",\"b64\":false", Reason.MALFORMED);
        assertHeaderRefused(",\"crit\":[]", Reason.MALFORMED);
        assertHeaderRefused(",\"enc\":\"A128GCM\"", Reason.MALFORMED);
        assertHeaderRefused(",\"zip\":\"DEF\"", Reason.MALFORMED);
        assertHeaderRefused(",\"crit\":null", Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"at+jwt\"", "\"dpop+jwt\"", "\"secevent+jwt\"", "\"JOSE\"", "1", "null", "\"\""})
    void verify_typeOfAnotherPurpose_isRefused(String type) {
        assertHeaderRefused(",\"typ\":" + type, Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"typ\":\"JWT\"", ",\"typ\":\"jwt\"", ",\"typ\":\"application/jwt\""})
    void verify_noTypeOrThatOfTokens_isGenuine(String type) {
        assertGenuine(verify(source, sign(RSA, HEAD.formatted(type), Json.write(claims()))));
    }

    @Test
    void verify_keyIdThatIsNone_isRefused() {
        for (String kid : List.of("1", "null", "\"\"", "[\"rsa-1\"]", "\"" + "k".repeat(257) + "\"")) {
            String header = "{\"alg\":\"RS256\",\"kid\":" + kid + "}";
            assertRejected(verify(source, sign(RSA, header, Json.write(claims()))), Reason.MALFORMED);
        }
        assertThat(fetched).isEmpty();
    }

    @Test
    void verify_keyThatTheTokenBringsAlong_isNeverLookedAt() {
        String jwk = ",\"jwk\":" + STRANGER.toPublicJWK().toJSONString()
                + ",\"jku\":\"https://stranger.example/jwks\",\"x5u\":\"https://stranger.example/cert\","
                + "\"x5c\":[\"no certificate\"]";
        assertRejected(verify(source, sign(STRANGER, HEAD.formatted(jwk), Json.write(claims()))), Reason.SIGNATURE);
        assertGenuine(verify(source, sign(RSA, HEAD.formatted(jwk), Json.write(claims()))));
        assertThat(fetched).containsOnly(JWKS_URL);
    }

    @Test
    void verify_noExpWithoutMaxAge_isRefused() {
        assertClaimsRefused(source, claimsWithout("exp"), Reason.MALFORMED);
    }

    @Test
    void verify_noExpWithMaxAge_isGenuine() {
        assertGenuine(verify(byUrl("\"maxAge\":\"PT5M\""), token(RSA, claimsWithout("exp"))));
    }

    @Test
    void verify_timesThatAreNone_areMalformed() {
        for (String claim : List.of("exp", "nbf", "iat")) {
            for (Object wrong : List.of("1772625600", true, -1L, 1e300, 253402300800L, List.of(1))) {
                assertRejected(verify(source, token(RSA, claimsWith(claim, wrong))), Reason.MALFORMED);
            }
            assertRejected(verify(source, token(RSA, claimsWith(claim, null))), Reason.MALFORMED);
        }
        for (String number : List.of("1e999999999", "1e-999999999", "0.0000000001")) {
            String payload = Json.write(claims()).replaceFirst("\"exp\":[0-9]+", "\"exp\":" + number);
            assertRejected(verify(source, sign(RSA, HEAD.formatted(""), payload)), Reason.MALFORMED);
        }
    }

    @Test
    void verify_expired_isStaleFromTheEndOfTheLeewayOn() {
        String token = right();
        assertGenuine(verifyAt(source, token, NOW.plusSeconds(300 + 60).minusMillis(1)));
        assertRejected(verifyAt(source, token, NOW.plusSeconds(300 + 60)), Reason.STALE);
    }

    @Test
    void verify_notYetGood_isStaleUntilTheLeewayBegins() {
        String token = token(RSA, claimsWith("nbf", NOW.plusSeconds(100).getEpochSecond()));
        assertRejected(verifyAt(source, token, NOW.plusSeconds(40)), Reason.STALE);
        assertGenuine(verifyAt(source, token, NOW.plusSeconds(40).plusMillis(1)));
    }

    @Test
    void verify_muchLaterThanReceived_isJudgedAtTheTimeOfReceipt() {
        clock.advance(Duration.ofDays(7));
        assertGenuine(verify(source, right()));
    }

    @Test
    void verify_iatFartherThanMaxAge_isStaleInBothDirections() {
        Source limited = byUrl("\"maxAge\":\"PT2M\"");
        Map<String, @Nullable Object> claims =
                claimsWith("exp", NOW.plusSeconds(9000).getEpochSecond());
        String token = token(RSA, claims);
        assertGenuine(verifyAt(limited, token, NOW.plusSeconds(120)));
        assertGenuine(verifyAt(limited, token, NOW.minusSeconds(120)));
        assertRejected(verifyAt(limited, token, NOW.plusSeconds(120).plusMillis(1)), Reason.STALE);
        assertRejected(verifyAt(limited, token, NOW.minusSeconds(120).minusMillis(1)), Reason.STALE);
        assertRejected(verify(limited, token(RSA, claimsWithout("iat"))), Reason.MALFORMED);
    }

    @Test
    void verify_timesWithAFraction_areTakenExactly() {
        Map<String, @Nullable Object> claims = claimsWith("exp", NOW.getEpochSecond() + 10.5);
        assertGenuine(verifyAt(source, token(RSA, claims), NOW.plusMillis(70_499)));
        assertRejected(verifyAt(source, token(RSA, claims), NOW.plusMillis(70_500)), Reason.STALE);
    }

    @Test
    void verify_audienceOfSomeoneElse_isRefused() {
        assertClaimsRefused(source, claimsWith("aud", AUDIENCE + "/"), Reason.SIGNATURE);
        assertClaimsRefused(
                source, claimsWith("aud", List.of("a", AUDIENCE.toUpperCase(Locale.ROOT))), Reason.SIGNATURE);
        assertClaimsRefused(source, claimsWith("aud", List.of()), Reason.SIGNATURE);
        assertClaimsRefused(source, claimsWithout("aud"), Reason.MALFORMED);
        assertClaimsRefused(source, claimsWith("aud", List.of(AUDIENCE, 1)), Reason.MALFORMED);
        assertClaimsRefused(source, claimsWith("aud", Map.of(AUDIENCE, AUDIENCE)), Reason.MALFORMED);
    }

    @Test
    void verify_audienceAmongOthers_isGenuine() {
        assertGenuine(verify(source, token(RSA, claimsWith("aud", List.of("other", AUDIENCE)))));
    }

    @Test
    void verify_issuerThatIsNotListed_isRefused() {
        Source strict = byUrl("\"issuer\":[\"a\",\"" + ISSUER + "\"]");
        assertGenuine(verify(strict, right()));
        fetched.clear();
        assertClaimsRefused(strict, claimsWith("iss", ISSUER + ".evil"), Reason.SIGNATURE);
        assertClaimsRefused(strict, claimsWith("iss", List.of(ISSUER)), Reason.MALFORMED);
        assertClaimsRefused(strict, claimsWithout("iss"), Reason.SIGNATURE);
    }

    @Test
    void verify_claimsOfAnotherText_areRefused() {
        Source strict = byUrl("\"claims\":{\"email\":\"push@p.example\",\"email_verified\":true}");
        Map<String, @Nullable Object> claims = claimsWith("email", "push@p.example");
        claims.put("email_verified", true);
        assertGenuine(verify(strict, token(RSA, claims)));
        fetched.clear();
        for (Object wrong : List.of("Push@p.example", "push@p.example ", List.of("push@p.example"), true)) {
            Map<String, @Nullable Object> changed = claimsWith("email_verified", true);
            changed.put("email", wrong);
            assertClaimsRefused(strict, changed, Reason.SIGNATURE);
        }
        for (Object wrong : List.of(false, "false", 1, "True")) {
            Map<String, @Nullable Object> changed = claimsWith("email", "push@p.example");
            changed.put("email_verified", wrong);
            assertClaimsRefused(strict, changed, Reason.SIGNATURE);
        }
        assertClaimsRefused(strict, claimsWith("email_verified", true), Reason.SIGNATURE);
    }

    @Test
    void verify_hashOfAnotherBody_isRefused() {
        Source hashed = byUrl("\"bodyHash\":{\"claim\":\"body\"}");
        assertClaimsRefused(hashed, claimsWith("body", Sha256.hex("other".getBytes(UTF_8))), Reason.SIGNATURE);
        assertClaimsRefused(hashed, claimsWith("body", Sha256.hex(BODY).substring(1)), Reason.SIGNATURE);
        assertClaimsRefused(hashed, claimsWith("body", List.of(Sha256.hex(BODY))), Reason.SIGNATURE);
        assertClaimsRefused(hashed, claims(), Reason.SIGNATURE);
        assertGenuine(verify(hashed, token(RSA, claimsWith("body", Sha256.hex(BODY)))));
    }

    @Test
    void verify_everyBitOfTheSignatureChanged_isNeverGenuine() {
        for (String right : List.of(right(), token(EC, claims()))) {
            int dot = right.lastIndexOf('.');
            byte[] signature = Base64.getUrlDecoder().decode(right.substring(dot + 1));
            for (int bit = 0; bit < 8 * signature.length; bit++) {
                signature[bit / 8] ^= (byte) (1 << bit % 8);
                String forged = right.substring(0, dot + 1)
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
                assertRejected(verify(source, forged), Reason.SIGNATURE);
                signature[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Test
    void verify_signatureOfZerosOrOfAnotherLength_isRefused() {
        String ecdsa = token(EC, claims());
        String signed = ecdsa.substring(0, ecdsa.lastIndexOf('.') + 1);
        for (int length : List.of(1, 32, 63, 64, 65, 72, 128)) {
            String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[length]);
            assertRejected(verify(source, signed + zeros), Reason.SIGNATURE);
        }
    }

    @Test
    void verify_rightToken_isTheEventOfItsBodyWithoutTheToken() {
        Event event = assertGenuine(verify(source, right()));
        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.idSigned()).isTrue();
        assertThat(event.headers()).doesNotContainKey("authorization");
        assertThat(((Verification.Genuine) verify(source, right())).secret()).isZero();
    }

    @Test
    void verify_tokensOfBothKinds_areGenuine() {
        assertGenuine(verify(source, token(EC, claims())));
        assertThat(fetched).hasSize(1);
    }

    @Test
    void verify_otherCurvesByTheirOwnAlgorithms_areGenuine() {
        Source other = Source.ofSecret(
                "s",
                parse("{\"kind\":\"jwt\",\"algorithms\":[\"ES384\",\"ES512\"],\"audience\":\"" + AUDIENCE
                        + "\",\"id\":\"/id\",\"jwks\":\"" + JWKS_URL + "\"}"),
                null);
        ECKey p384 = ec("p384", Curve.P_384);
        ECKey p521 = ec("p521", Curve.P_521);
        answer = jwks(p384, p521, EC);
        assertGenuine(verify(other, token(p384, claims())));
        assertGenuine(verify(other, token(p521, claims())));
        assertRejected(verify(other, token(EC, claims())), Reason.SIGNATURE_VERSION);
        assertRejected(
                verify(other, sign(EC, "{\"alg\":\"ES384\",\"kid\":\"ec-1\"}", Json.write(claims()))),
                Reason.SIGNATURE);
    }

    @Test
    void verify_anyVerdict_repeatsNothingOfTheToken() {
        for (String token :
                List.of(right() + "x", token(STRANGER, claims()), token(RSA, claimsWith("aud", "SENTINEL")))) {
            assertThat(verify(source, token).toString()).doesNotContain("SENTINEL", token.substring(0, 20));
        }
    }
}
