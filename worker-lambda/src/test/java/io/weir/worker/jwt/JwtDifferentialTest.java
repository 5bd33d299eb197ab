package io.weir.worker.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.verify.Verification;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * The same tokens, right ones and mutations of them, to our verifier and to the library's own processor with the same policy: what it
 * refuses, ours never takes; and what ours refuses beyond it is of a kind that is on the list.
 */
class JwtDifferentialTest extends JwtVerifierSetup {
    private static final Map<String, Integer> SEEN = new ConcurrentHashMap<>();

    /** What we refuse and the library takes, by the beginning of our detail. */
    private static final List<String> STRICTER = List.of(
            "a part of the token is not base64url", // the library passes over other characters, and bits nobody reads
            "the token is not three parts", // it trims
            "a part of the token is no JSON object", // of a name that is there twice it may take the last
            "the token demands an extension", // an empty list of them, or null
            "the token's exp is no time", // beyond the year 9999
            "the token's nbf is no time", // before 1970, or null
            "the token's iat is no time", // it does not look at it
            "the token's kid is no text", // it takes an empty one, and one of any length
            "the token's aud is neither", // it passes over what is no text
            "the token's sub is no text", // it makes a text of a number
            "the token had expired", // it counts in whole seconds
            "the token was not yet good");

    private final Source source = byUrl("\"issuer\":\"" + ISSUER + "\"");
    private final DefaultJWTProcessor<SecurityContext> oracle = oracle();

    private static DefaultJWTProcessor<SecurityContext> oracle() {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(null, JOSEObjectType.JWT, new JOSEObjectType("application/jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), new ImmutableJWKSet<>(new JWKSet(List.of(RSA, EC)))));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(
                        Set.of(AUDIENCE),
                        new JWTClaimsSet.Builder().issuer(ISSUER).build(),
                        Set.of("exp"),
                        Set.of()) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(NOW);
                    }
                });
        return processor;
    }

    private boolean oracleTakes(String token) {
        try {
            oracle.process(token, null);
            return true;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return false;
        }
    }

    /** A token and what was done to it. */
    record Case(String what, String token) {}

    private static final ECKey OTHER_EC = ec("ec-1", Curve.P_256);

    @Provide
    Arbitrary<Case> tokens() {
        return Arbitraries.oneOf(claimsOf(), headers(), texts(), bytes(), raw());
    }

    private static Arbitrary<JWK> keys() {
        return Arbitraries.of(RSA, EC, STRANGER, OTHER_EC);
    }

    private static final long AT = NOW.getEpochSecond();

    private static Arbitrary<Object> values() {
        return Arbitraries.of(
                AUDIENCE,
                ISSUER,
                "",
                AUDIENCE + "/",
                List.of(AUDIENCE),
                List.of("a", AUDIENCE),
                List.of(),
                List.of(AUDIENCE, 1),
                Map.of(),
                true,
                false,
                0,
                -1,
                AT - 61,
                AT - 60,
                AT - 59,
                AT - 60.5,
                AT,
                AT + 59,
                AT + 60,
                AT + 61,
                AT + 60.5,
                AT + 1e6,
                1e300,
                253402300800L,
                Long.MAX_VALUE,
                Long.toString(AT + 100));
    }

    private static Arbitrary<Case> claimsOf() {
        Arbitrary<String> names = Arbitraries.of("iss", "aud", "exp", "nbf", "iat", "sub", "jti");
        return Combinators.combine(keys(), names, values().injectNull(0.2), Arbitraries.of(true, false))
                .as((key, name, value, remove) -> {
                    Map<String, @Nullable Object> claims = remove ? claimsWithout(name) : claimsWith(name, value);
                    return new Case(name + " " + (remove ? "removed" : value), token(key, claims));
                });
    }

    private static Arbitrary<Case> headers() {
        Arbitrary<String> members = Arbitraries.of(
                "",
                ",\"kid\":\"rsa-1\"",
                ",\"kid\":\"ec-1\"",
                ",\"kid\":\"../../etc/passwd\"",
                ",\"kid\":\"' or 1=1 --\"",
                ",\"kid\":\"https://stranger.example\"",
                ",\"kid\":\"" + "k".repeat(300) + "\"",
                ",\"kid\":\"\"",
                ",\"kid\":null",
                ",\"kid\":1",
                ",\"kid\":\"rsa-1\",\"kid\":\"ec-1\"",
                ",\"typ\":\"JWT\"",
                ",\"typ\":\"jwt\"",
                ",\"typ\":\"at+jwt\"",
                ",\"typ\":\"application/jwt\"",
                ",\"typ\":1",
                ",\"cty\":\"JWT\"",
                ",\"crit\":[\"exp\"]",
                ",\"crit\":[\"b64\"],\"b64\":false",
                ",\"crit\":[]",
                ",\"b64\":false",
                ",\"b64\":true",
                ",\"enc\":\"A128GCM\"",
                ",\"zip\":\"DEF\"",
                ",\"x5c\":[]",
                ",\"jku\":\"https://stranger.example\"",
                ",\"jwk\":" + STRANGER.toPublicJWK().toJSONString(),
                ",\"alg\":\"none\"");
        Arbitrary<String> algorithms = Arbitraries.of(
                "RS256", "ES256", "none", "None", "HS256", "HS512", "PS256", "RS512", "ES384", "EdDSA", "rs256", "");
        return Combinators.combine(keys(), algorithms, members, members).as((key, algorithm, first, second) -> {
            String header = "{\"alg\":\"" + algorithm + "\"" + first + (second.equals(first) ? "" : second) + "}";
            return new Case(header, sign(key, header, Json.write(claims())));
        });
    }

    /** White space, padding, other alphabets, parts too many and too few. */
    private static Arbitrary<Case> texts() {
        Arbitrary<String> pieces =
                Arbitraries.of(" ", "\n", "\t", "=", "==", ".", "..", "+", "/", "A", "AA", "%2E", "\u00e9", "\u0000");
        return Combinators.combine(keys(), pieces, Arbitraries.doubles().between(0, 1))
                .as((key, piece, where) -> {
                    String right = token(key, claims());
                    int at = (int) Math.round(where * right.length());
                    return new Case("put in: " + piece, right.substring(0, at) + piece + right.substring(at));
                });
    }

    /** One character changed into another of the alphabet: a bit or more of header, claims or signature. */
    private static Arbitrary<Case> bytes() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return Combinators.combine(
                        keys(),
                        Arbitraries.integers().between(0, 63),
                        Arbitraries.doubles().between(0, 1))
                .as((key, letter, where) -> {
                    StringBuilder token = new StringBuilder(token(key, claims()));
                    token.setCharAt((int) (where * (token.length() - 1)), alphabet.charAt(letter));
                    return new Case("changed", token.toString());
                });
    }

    /** Payloads that are JSON of another kind, or twice the same name, and parts exchanged between tokens. */
    private static Arbitrary<Case> raw() {
        String right = Json.write(claims());
        List<String> payloads = new ArrayList<>(List.of(
                "null", "[]", "1", "\"x\"", "{}", "{", right + " ", " " + right, right + "{}", "\uFEFF" + right));
        for (String name : claims().keySet()) {
            payloads.add(right.replaceFirst("\\{", "{\"" + name + "\":0,"));
            payloads.add(right.substring(0, right.length() - 1) + ",\"" + name + "\":0}");
            payloads.add(right.substring(0, right.length() - 1) + ",\"\\u0061ud\":\"" + AUDIENCE + "\"}");
        }
        String nested = token(RSA, claims());
        payloads.add(nested);
        payloads.add("\"" + nested + "\"");
        return Combinators.combine(keys(), Arbitraries.of(payloads), Arbitraries.of(true, false))
                .as((key, payload, swapped) -> {
                    String token = sign(key, header(key), payload);
                    String other = token(key, claims());
                    return new Case(
                            "payload " + payload,
                            swapped
                                    ? token.substring(0, token.lastIndexOf('.'))
                                            + other.substring(other.lastIndexOf('.'))
                                    : token);
                });
    }

    private static String header(JWK key) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", key instanceof RSAKey ? "RS256" : "ES256");
        header.put("kid", key.getKeyID());
        return Json.write(header);
    }

    @Property(tries = 3000, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.RANDOM_SEED)
    void verify_anyToken_isNeverTakenWhereTheLibraryRefusesIt(@ForAll("tokens") Case token) {
        boolean taken = oracleTakes(token.token());
        Verification verification = verifier.verify(request(token.token(), NOW), source);
        if (verification instanceof Verification.Genuine) {
            assertThat(taken).as(token.what()).isTrue();
            SEEN.merge("genuine", 1, Integer::sum);
            return;
        }
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        String detail = ((Verification.Rejected) verification).detail();
        if (taken) {
            assertThat(STRICTER).as(token.what() + ": " + detail).anyMatch(detail::startsWith);
        }
        SEEN.merge(taken ? "stricter" : "refused", 1, Integer::sum);
    }

    /** A property whose tokens were all refused would prove nothing. */
    @AfterContainer
    static void bothVerdictsWereSeen() {
        assertThat(SEEN.getOrDefault("genuine", 0)).isGreaterThan(100);
        assertThat(SEEN.getOrDefault("refused", 0)).isGreaterThan(500);
    }
}
