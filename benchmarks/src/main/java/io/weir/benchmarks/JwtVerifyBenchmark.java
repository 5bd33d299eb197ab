package io.weir.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.Verification;
import io.weir.worker.jwt.JwtVerifier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Verification of a JSON Web Token with a known key set, beside the bare {@code Signature.verify} over its bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class JwtVerifyBenchmark {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final byte[] BODY = "{\"message\": {\"messageId\": \"2070443601311540\"}}".getBytes(UTF_8);

    private KeyPair keys;
    private byte[] signed;
    private byte[] signature;
    private Source source;
    private ReceivedRequest request;
    private JwtVerifier verifier;

    @Setup
    public void setUp() throws GeneralSecurityException, JsonException {
        keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String text = BASE64.encodeToString("{\"alg\":\"RS256\",\"kid\":\"k\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "."
                + BASE64.encodeToString(("{\"aud\":\"a\",\"iss\":\"https://accounts.google.com\",\"iat\":"
                                + NOW.getEpochSecond() + ",\"exp\":"
                                + NOW.plusSeconds(3600).getEpochSecond() + ",\"email\":\"push@p.example\"}")
                        .getBytes(UTF_8));
        signed = text.getBytes(UTF_8);
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(keys.getPrivate());
        signer.update(signed);
        signature = signer.sign();
        WebhookScheme scheme = WebhookScheme.parse(
                WebhookScheme.OWN,
                new ConfigValue(
                        "benchmark",
                        Json.read("{\"kind\": \"jwt\", \"algorithms\": [\"RS256\"], \"audience\": \"a\","
                                + " \"jwks\": \"https://keys.example/jwks\", \"id\": \"/message/messageId\"}")));
        source = Source.ofSecret("s", scheme, null);
        request = new ReceivedRequest(
                "s",
                NOW,
                "POST",
                "https://door/s",
                Map.of("authorization", "Bearer " + text + "." + BASE64.encodeToString(signature)),
                BODY);
        byte[] jwks = jwks().getBytes(UTF_8);
        verifier = new JwtVerifier(
                (url, maxBytes) -> jwks,
                (reference, fresh) -> {
                    throw new IOException("no secret is asked for");
                },
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private String jwks() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        byte[] modulus = key.getModulus().toByteArray();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\""
                + BASE64.encodeToString(Arrays.copyOfRange(modulus, 1, modulus.length))
                + "\",\"e\":\"AQAB\"}]}";
    }

    @Benchmark
    public boolean bareSignature() throws GeneralSecurityException {
        Signature bare = Signature.getInstance("SHA256withRSA");
        bare.initVerify(keys.getPublic());
        bare.update(signed);
        return bare.verify(signature);
    }

    @Benchmark
    public Verification weir() {
        Verification verification = verifier.verify(request, source);
        if (!(verification instanceof Verification.Genuine)) {
            throw new IllegalStateException("a genuine request was refused");
        }
        return verification;
    }
}
