package io.weir.worker.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.verify.Verification;
import io.weir.worker.fakes.InMemoryBucket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Messages that SNS really sent, with its real certificates, from the folder that {@code WEIR_RECORDED_SNS} names: its
 * {@code manifest.json} lists each file with the verdict to expect. The same shapes, signed by ourselves, are verified
 * everywhere by {@link SnsVerifierTest}.
 */
@EnabledIfEnvironmentVariable(named = "WEIR_RECORDED_SNS", matches = ".+")
class RecordedMessagesTest {
    private static final Path FOLDER = Path.of(System.getenv().getOrDefault("WEIR_RECORDED_SNS", ""));

    @TestFactory
    List<DynamicTest> recordedMessages() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Object entry : (List<?>) Json.read(Files.readAllBytes(FOLDER.resolve("manifest.json")))) {
            Map<?, ?> recorded = (Map<?, ?>) entry;
            tests.add(DynamicTest.dynamicTest((String) recorded.get("file"), () -> check(recorded)));
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static void check(Map<?, ?> recorded) throws Exception {
        byte[] body = Files.readAllBytes(FOLDER.resolve((String) recorded.get("file")));
        String topic = (String) ((Map<?, ?>) Json.read(body)).get("TopicArn");
        Source source = Source.ofSns("recorded", topic);
        SnsVerifier verifier = new SnsVerifier(
                new CertificateStore(RecordedMessagesTest::fetch, new InMemoryBucket(), Clock.systemUTC()));
        Instant at = Instant.parse((String) recorded.get("verifyAt"));

        Verification verification =
                verifier.verify(new ReceivedRequest("recorded", at, "POST", "https://door/", Map.of(), body), source);

        assertThat(verification.getClass())
                .isIn(
                        recorded.get("expect").equals("VALID")
                                ? List.of(Verification.Genuine.class, Verification.SubscriptionPending.class)
                                : List.of(Verification.Rejected.class));
    }

    private static byte[] fetch(URI url, int maxBytes) throws IOException {
        return Files.readAllBytes(FOLDER.resolve("certs").resolve(url.getPath().substring(1)));
    }
}
