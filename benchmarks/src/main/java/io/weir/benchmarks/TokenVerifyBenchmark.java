package io.weir.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.token.TokenVerifier;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
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

/**
 * Verification by a token that is shown, beside the bare comparison of its SHA-256, and beside that with the one SHA-256 of the key
 * by which the event is claimed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class TokenVerifyBenchmark {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final String TOKEN = "3d2f9f1e6c0b4a58b7a1";
    private static final byte[] BODY = ("{\"data\": \"" + "x".repeat(1000) + "\"}").getBytes(UTF_8);

    private byte[] hash;
    private MessageDigest digest;
    private Source source;
    private ReceivedRequest request;
    private TokenVerifier verifier;

    @Setup
    public void setUp() throws GeneralSecurityException, JsonException {
        digest = MessageDigest.getInstance("SHA-256");
        hash = digest.digest(TOKEN.getBytes(UTF_8));
        WebhookScheme scheme = WebhookScheme.parse(
                WebhookScheme.OWN,
                new ConfigValue(
                        "benchmark", Json.read("{\"kind\": \"token\", \"header\": \"x-token\", \"id\": \"x-id\"}")));
        source = Source.ofSecret("s", scheme, new SecretReference.EnvironmentSecret("X"));
        request = new ReceivedRequest(
                "s", NOW, "POST", "https://door/s", Map.of("x-token", TOKEN, "x-id", "evt_1MqqbKLt4dXK03v5"), BODY);
        SecretSet secrets = SecretSet.fixed(TOKEN.getBytes(UTF_8));
        verifier = new TokenVerifier((reference, fresh) -> secrets);
    }

    @Benchmark
    public boolean bareComparison() {
        return MessageDigest.isEqual(hash, digest.digest(TOKEN.getBytes(UTF_8)));
    }

    @Benchmark
    public byte[] bareComparisonAndKey() {
        return bareComparison() ? digest.digest(hash) : hash;
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
