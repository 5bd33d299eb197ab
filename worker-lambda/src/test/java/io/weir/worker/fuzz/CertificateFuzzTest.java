package io.weir.worker.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.verify.Verification;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.SnsVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** A well-formed message of a stranger, and any bytes behind its certificate's URL. */
class CertificateFuzzTest {
    private static final byte[] MESSAGE = TestMessage.notification()
            .sign(TestCertificate.ofStranger().keys())
            .json()
            .getBytes(StandardCharsets.UTF_8);
    private static final Source SOURCE = Source.ofSns("s", TestMessage.TOPIC);

    @FuzzTest(maxDuration = "30s")
    void verify_anyCertificate_isNeverGenuineAndNeverThrows(byte[] certificate) {
        Verification verification = new SnsVerifier(
                        new CertificateStore((url, maxBytes) -> certificate, new InMemoryBucket(), Clock.systemUTC()))
                .verify(
                        new ReceivedRequest(
                                "s", Instant.parse(TestMessage.TIMESTAMP), "POST", "https://door/", Map.of(), MESSAGE),
                        SOURCE);
        if (!(verification instanceof Verification.Rejected)) {
            throw new IllegalStateException("not rejected: " + verification);
        }
    }
}
