package io.weir.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.Verification;
import io.weir.verify.signature.SignatureVerifier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Verification by a sender's public key, beside the bare {@code Signature.verify} over the same bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class PublicKeyVerifyBenchmark {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final byte[] BODY =
            ("{\"id\": \"evt_1MqqbKLt4dXK03v5\", \"data\": \"" + "x".repeat(980) + "\"}").getBytes(UTF_8);

    @Param({"Ed25519", "SHA256withECDSA", "SHA256withRSA"})
    public String algorithm;

    private KeyPair keys;
    private byte[] signature;
    private Source source;
    private ReceivedRequest request;
    private SignatureVerifier verifier;

    @Setup
    public void setUp() throws GeneralSecurityException, JsonException {
        keys = keys();
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(keys.getPrivate());
        signer.update(BODY);
        signature = signer.sign();
        WebhookScheme scheme = WebhookScheme.parse(
                WebhookScheme.OWN,
                new ConfigValue(
                        "benchmark",
                        Json.read("{\"kind\": \"asymmetric\", \"header\": \"x-sig\", \"algorithm\": \"" + algorithm
                                + "\", \"encoding\": \"base64\", \"signed\": \"{body}\", \"id\": \"/id\"}")));
        source = Source.ofSecret("s", scheme, null).toBuilder()
                .publicKey(Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()))
                .build();
        request = new ReceivedRequest(
                "s",
                NOW,
                "POST",
                "https://door/s",
                Map.of("x-sig", Base64.getEncoder().encodeToString(signature)),
                BODY);
        verifier = new SignatureVerifier((reference, fresh) -> {
            throw new IOException("no secret is asked for");
        });
    }

    private KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = switch (algorithm) {
            case "Ed25519" -> KeyPairGenerator.getInstance("Ed25519");
            case "SHA256withECDSA" -> KeyPairGenerator.getInstance("EC");
            default -> KeyPairGenerator.getInstance("RSA");
        };
        if (algorithm.equals("SHA256withECDSA")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    @Benchmark
    public boolean bareSignature() throws GeneralSecurityException {
        Signature bare = Signature.getInstance(algorithm);
        bare.initVerify(keys.getPublic());
        bare.update(BODY);
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
