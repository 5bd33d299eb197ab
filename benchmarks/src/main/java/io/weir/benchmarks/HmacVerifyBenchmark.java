package io.weir.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.worker.hmac.HmacSigner;
import io.weir.worker.hmac.HmacVerifier;
import io.weir.worker.secret.SecretSet;
import io.weir.worker.verify.Verification;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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

/** Verification of a signed webhook of 1 KiB, beside the bare {@code Mac.doFinal} on a prepared key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class HmacVerifyBenchmark {
    private static final byte[] SECRET = "It's a Secret to Everybody".getBytes(UTF_8);

    private byte[] body;
    private Mac mac;
    private Source source;
    private ReceivedRequest request;
    private HmacVerifier verifier;

    @Setup
    public void setUp() throws GeneralSecurityException, IOException {
        body = "x".repeat(1024).getBytes(UTF_8);
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        source = Objects.requireNonNull(
                Sources.parse("benchmark", "{\"s\": {\"scheme\": \"github\", \"secret\": \"env:X\"}}")
                        .find("s"));
        Instant now = Instant.parse("2026-03-04T12:00:00Z");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
        headers.put("x-github-event", "push");
        ReceivedRequest unsigned = new ReceivedRequest("s", now, "POST", "https://door/s", headers, body);
        headers.putAll(new HmacSigner((HmacScheme) source.scheme()).sign(unsigned, SECRET, now));
        request = new ReceivedRequest("s", now, "POST", "https://door/s", headers, body);
        SecretSet secrets = SecretSet.fixed(SECRET);
        verifier = new HmacVerifier((reference, fresh) -> secrets);
    }

    @Benchmark
    public byte[] bareMac() {
        return mac.doFinal(body);
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
