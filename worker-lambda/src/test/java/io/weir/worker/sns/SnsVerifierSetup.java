package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.CERTIFICATE_PATH;
import static io.weir.worker.kit.TestMessage.CERTIFICATE_URL;
import static io.weir.worker.kit.TestMessage.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.http.HttpsFetcher;
import io.weir.worker.kit.RecordingHost;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A verifier over a recording HTTPS host: each test asserts the verdict, its reason, and the exact list of requests sent. */
abstract class SnsVerifierSetup {
    static final Instant RECEIVED_AT = Instant.parse("2026-03-04T12:00:05Z");
    static final String FETCH = "GET " + CERTIFICATE_URL;
    static final TestCertificate CERTIFICATE = TestCertificate.ofSns();

    /** Long enough for a busy machine: only tests of a slow host are to run into the limit. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final InMemoryBucket bucket = new InMemoryBucket();
    final Source source = Source.ofSns("budgets", TOPIC);
    final RecordingHost host = new RecordingHost();
    SnsVerifier verifier;

    private final HttpClient http = host.client(HttpsFetcher.client());

    @BeforeEach
    void start() {
        host.answer(CERTIFICATE_PATH, 200, CERTIFICATE.pem());
        verifier = coldStart();
    }

    @AfterEach
    void stop() {
        host.close();
        http.shutdownNow();
    }

    /** A verifier with nothing in memory, over the same bucket and host. */
    final SnsVerifier coldStart() {
        return coldStart(PATIENCE);
    }

    /** @param patience how long it waits for a whole answer of the host */
    final SnsVerifier coldStart(Duration patience) {
        return new SnsVerifier(new CertificateStore(
                new HttpsFetcher(http, patience), bucket, Clock.fixed(RECEIVED_AT, ZoneOffset.UTC)));
    }

    static ReceivedRequest request(byte[] body, Map<String, String> headers, Instant at) {
        return new ReceivedRequest("budgets", at, "POST", "https://door/budgets", headers, body);
    }

    final Verification verify(String body) {
        return verifier.verify(request(body.getBytes(UTF_8), Map.of(), RECEIVED_AT), source);
    }

    final Verification verify(TestMessage message) {
        return verify(message.json());
    }

    final void assertRejected(Verification verification, Reason reason, String... requests) {
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertThat(((Verification.Rejected) verification).reason()).isEqualTo(reason);
        assertThat(host.requests()).containsExactly(requests);
    }

    final void assertUndecided(Verification verification, String... requests) {
        assertThat(verification).isInstanceOf(Verification.Undecided.class);
        assertThat(((Verification.Undecided) verification).reason()).isEqualTo(Reason.CERTIFICATE);
        assertThat(host.requests()).containsExactly(requests);
    }

    final Event assertGenuine(Verification verification, String... requests) {
        assertThat(verification).isInstanceOf(Verification.Genuine.class);
        assertThat(host.requests()).containsExactly(requests);
        return ((Verification.Genuine) verification).event();
    }

    static TestMessage signed() {
        return TestMessage.notification().sign(CERTIFICATE.keys());
    }
}
