package io.weir.worker.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.source.Source;
import io.weir.verify.Verification;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.SnsVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Whatever bytes arrive: a verdict and no exception, in bounded time, and never "genuine", since nothing here is signed.
 * Without {@code JAZZER_FUZZ=1} the committed inputs are replayed; with it the fuzzer makes its own (scripts/fuzz).
 */
class SnsFuzzTest {
    private static final Source SOURCE = Source.ofSns("s", TestMessage.TOPIC).toBuilder()
            .scheme(new SnsScheme(Duration.ofDays(36_500)))
            .accounts("123456789012")
            .build();

    /** Certificates are part of what a stranger may choose: the fuzzer's bytes serve as one. */
    private static SnsVerifier verifier(byte[] certificate) {
        return new SnsVerifier(
                new CertificateStore((url, maxBytes) -> certificate, new InMemoryBucket(), Clock.systemUTC()));
    }

    @FuzzTest(maxDuration = "30s")
    void verify_anyBytes_isNeverGenuineAndNeverThrows(byte[] body) {
        Verification throughTheDoor = verifier(body)
                .verify(new ReceivedRequest("s", Instant.EPOCH, "POST", "https://door/", Map.of(), body), SOURCE);
        Verification queued = verifier(body).verifyAtOwnTime(body, SOURCE);
        if (!(throughTheDoor instanceof Verification.Rejected) || !(queued instanceof Verification.Rejected)) {
            throw new IllegalStateException("not rejected: " + throughTheDoor + ", " + queued);
        }
    }
}
