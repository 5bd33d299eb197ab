package io.weir.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.source.Sources;
import io.weir.ingest.Answer;
import io.weir.ingest.IngestHandler;
import io.weir.ingest.Visit;
import io.weir.ingest.event.HttpEvent;
import io.weir.verify.secret.SecretSet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.Base64;
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
 * The door without its queue: a source that leaves the proof to the worker, the same with handshakes in the body, and one that is
 * verified at the door.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class DoorVerifyBenchmark {
    private static final byte[] SECRET = "made-up-xero-secret".getBytes(UTF_8);

    @Param({"quiet", "handshakes", "verified"})
    public String source;

    @Param({"1024", "262144"})
    public int bytes;

    private HttpEvent head;
    private byte[] body;
    private IngestHandler door;
    private Mac mac;

    @Setup
    public void setUp() throws GeneralSecurityException, IOException {
        body = ("{\"type\":\"event\",\"text\":\"" + "x".repeat(bytes - 27) + "\"}").getBytes(UTF_8);
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        head = HttpEvent.builder()
                .method("POST")
                .path("/" + source)
                .header("x-xero-signature", Base64.getEncoder().encodeToString(mac.doFinal(body)))
                .build();
        Sources sources = Sources.parse("benchmark", """
                {"quiet": {"scheme": "xero", "secret": "env:X"},
                 "handshakes": {"scheme": "xero", "secret": "env:X", "handshake": "slack"},
                 "verified": {"scheme": "xero", "secret": "env:X", "verify": "at-the-door"}}
                """);
        door = IngestHandler.builder(sources, (message, group, trace) -> {})
                .secrets((reference, fresh) -> SecretSet.fixed(SECRET))
                .log(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                .build();
    }

    @Benchmark
    public Answer weir() {
        Visit visit = door.visit(head);
        Answer refusal = visit.refusal();
        return refusal == null ? visit.take(body) : refusal;
    }

    /** The check alone, with a key that is made ready. */
    @Benchmark
    public byte[] bareMac() {
        return mac.doFinal(body);
    }
}
