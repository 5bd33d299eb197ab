package io.weir.worker.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.weir.action.Event;
import io.weir.action.test.MovableClock;
import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import io.weir.worker.fetch.DocumentRejectedException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A verifier over a host of keys that a test may change, and tokens that are right unless a test changes them. */
abstract class JwtVerifierSetup {
    static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    static final String JWKS_URL = "https://keys.example.com/jwks";
    static final String AUDIENCE = "https://hooks.example.com/s";
    static final String ISSUER = "https://issuer.example.com";
    static final byte[] BODY = "{\"id\":\"e-1\",\"type\":\"made\"}".getBytes(UTF_8);
    static final RSAKey RSA = rsa("rsa-1", 2048);
    static final RSAKey STRANGER = rsa("rsa-1", 2048);
    static final ECKey EC = ec("ec-1", Curve.P_256);

    final MovableClock clock = new MovableClock(NOW);
    final List<String> fetched = new ArrayList<>();
    /** What the host of the keys answers: a text, an IOException or a rejection. */
    Object answer = jwks(RSA, EC);

    final List<byte[]> secrets = new ArrayList<>();
    final List<Boolean> reads = new ArrayList<>();
    boolean storeDown;
    Instant secretsUnchangedSince = Instant.MIN;
    final Secrets store = (reference, fresh) -> {
        reads.add(fresh);
        if (storeDown) {
            throw new IOException("store down");
        }
        return SecretSet.of(List.copyOf(secrets), secretsUnchangedSince);
    };
    JwtVerifier verifier = new JwtVerifier(this::fetch, store, clock);

    private byte[] fetch(URI url, int maxBytes) throws IOException, DocumentRejectedException {
        fetched.add(url.toString());
        return switch (answer) {
            case IOException down -> throw down;
            case DocumentRejectedException rejected -> throw rejected;
            default -> answer.toString().getBytes(UTF_8);
        };
    }

    static RSAKey rsa(String kid, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(String kid, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public keys alone. */
    static String jwks(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    /** A scheme with these members beside algorithms, audience and a place where the id is. */
    static JwtScheme scheme(String members) {
        String json = "{\"kind\":\"jwt\",\"algorithms\":[\"RS256\",\"ES256\"],\"audience\":\"" + AUDIENCE
                + "\",\"id\":\"/id\"" + (members.isEmpty() ? "" : "," + members) + "}";
        return (JwtScheme) parse(json);
    }

    static WebhookScheme parse(String json) {
        try {
            return WebhookScheme.parse(WebhookScheme.OWN, new ConfigValue("test", Json.read(json)));
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }

    static Source byUrl(String members) {
        return Source.ofSecret(
                "s", scheme("\"jwks\":\"" + JWKS_URL + "\"" + (members.isEmpty() ? "" : "," + members)), null);
    }

    static Source bySecret(String members) {
        return Source.ofSecret("s", scheme(members), new SecretReference.EnvironmentSecret("KEYS"));
    }

    static Map<String, @Nullable Object> claims() {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("aud", AUDIENCE);
        claims.put("iat", NOW.getEpochSecond());
        claims.put("exp", NOW.plusSeconds(300).getEpochSecond());
        return claims;
    }

    static Map<String, @Nullable Object> claimsWith(String claim, @Nullable Object value) {
        Map<String, @Nullable Object> claims = claims();
        claims.put(claim, value);
        return claims;
    }

    static Map<String, @Nullable Object> claimsWithout(String claim) {
        Map<String, @Nullable Object> claims = claims();
        claims.remove(claim);
        return claims;
    }

    static String token(JWK key, Map<String, @Nullable Object> claims) {
        return token(key, key.getKeyID(), claims);
    }

    static String token(JWK key, @Nullable String kid, Map<String, @Nullable Object> claims) {
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm(key).getName());
        if (kid != null) {
            header.put("kid", kid);
        }
        header.put("typ", "JWT");
        return sign(key, Json.write(header), Json.write(claims));
    }

    private static JWSAlgorithm algorithm(JWK key) {
        return key instanceof RSAKey
                ? JWSAlgorithm.RS256
                : Curve.P_384.equals(key.toECKey().getCurve())
                        ? JWSAlgorithm.ES384
                        : Curve.P_521.equals(key.toECKey().getCurve()) ? JWSAlgorithm.ES512 : JWSAlgorithm.ES256;
    }

    /** Signs whatever stands in header and payload, as JWS says. */
    static String sign(JWK key, String header, String payload) {
        try {
            String signed = base64(header) + "." + base64(payload);
            JWSSigner signer = key instanceof RSAKey rsa
                    ? new RSASSASigner(rsa, Set.of(AllowWeakRSAKey.getInstance()))
                    : new ECDSASigner(key.toECKey());
            return signed + "." + signer.sign(new JWSHeader(algorithm(key)), signed.getBytes(UTF_8));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(String text) {
        return new Payload(text).toBase64URL().toString();
    }

    static String right() {
        return token(RSA, claims());
    }

    final Verification verify(Source source, String token) {
        return verifyAt(source, token, NOW);
    }

    final Verification verifyAt(Source source, String token, Instant receivedAt) {
        return verifier.verify(request(token, receivedAt), source);
    }

    static ReceivedRequest request(String token, Instant receivedAt) {
        return new ReceivedRequest(
                "s", receivedAt, "POST", "https://door/s", Map.of("authorization", "Bearer " + token), BODY);
    }

    static void assertRejected(Verification verification, Reason reason) {
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertThat(((Verification.Rejected) verification).reason()).isEqualTo(reason);
    }

    static String assertUndecided(Verification verification) {
        assertThat(verification).isInstanceOf(Verification.Undecided.class);
        assertThat(((Verification.Undecided) verification).reason()).isEqualTo(Reason.SECRET);
        return String.valueOf(((Verification.Undecided) verification).fault().getMessage());
    }

    static Event assertGenuine(Verification verification) {
        assertThat(verification).isInstanceOf(Verification.Genuine.class);
        return ((Verification.Genuine) verification).event();
    }
}
