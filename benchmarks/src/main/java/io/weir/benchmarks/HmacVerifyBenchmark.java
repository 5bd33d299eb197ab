package io.weir.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.RequestSigner;
import io.weir.verify.signature.SignatureVerifier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Verification of a signed webhook, beside the bare {@code Mac.doFinal} on a prepared key over the same bytes. GitHub signs no id, so
 * that its event is claimed by what was signed: beside it stands the bare Mac with one SHA-256 of the body. Stripe signs its id.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class HmacVerifyBenchmark {
    private static final byte[] SECRET = "It's a Secret to Everybody".getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    @Param({"github", "stripe"})
    public String scheme;

    @Param({"1024", "6291456"})
    public int bytes;

    private byte[] prefix;
    private byte[] body;
    private Mac mac;
    private MessageDigest digest;
    private Source source;
    private ReceivedRequest request;
    private SignatureVerifier verifier;

    @Setup
    public void setUp() throws GeneralSecurityException, IOException {
        body = body().getBytes(UTF_8);
        prefix = (scheme.equals("stripe") ? NOW.getEpochSecond() + "." : "").getBytes(UTF_8);
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        digest = MessageDigest.getInstance("SHA-256");
        source = Objects.requireNonNull(
                Sources.parse("benchmark", "{\"s\": {\"scheme\": \"" + scheme + "\", \"secret\": \"env:X\"}}")
                        .find("s"));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
        headers.put("x-github-event", "push");
        ReceivedRequest unsigned = new ReceivedRequest("s", NOW, "POST", "https://door/s", headers, body);
        headers.putAll(new RequestSigner((SignatureScheme) source.scheme()).sign(unsigned, SECRET, NOW));
        request = new ReceivedRequest("s", NOW, "POST", "https://door/s", headers, body);
        SecretSet secrets = SecretSet.fixed(SECRET);
        verifier = new SignatureVerifier((reference, fresh) -> secrets);
    }

    private String body() {
        String head = "{\"id\": \"evt_1MqqbKLt4dXK03v5\", \"type\": \"setup_intent.created\", \"data\": \"";
        return head + "x".repeat(bytes - head.length() - 2) + "\"}";
    }

    @Benchmark
    public byte[] bareMac() {
        mac.update(prefix);
        return mac.doFinal(body);
    }

    @Benchmark
    public boolean bareMacAndDigest() {
        mac.update(prefix);
        return MessageDigest.isEqual(mac.doFinal(body), digest.digest(body));
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
