package io.weir.local.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.SnsMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.SnsVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of this machine proves messages of its own account, and of no other. */
class LocalTopicTest {
    private static final String OTHER = "arn:aws:sns:us-east-1:123456789012:budgets";

    @TempDir
    Path folder;

    private final List<String> fetched = new ArrayList<>();
    private LocalTopic topic;
    private SnsVerifier verifier;

    @BeforeEach
    void open() throws IOException {
        topic = LocalTopic.open(folder);
        LocalCertificates certificates = new LocalCertificates(topic, (url, maxBytes) -> {
            fetched.add(url.toString());
            throw new DocumentRejectedException("nothing there");
        });
        verifier = new SnsVerifier(new CertificateStore(certificates, new InMemoryBucket(), Clock.systemUTC()));
    }

    private Verification verify(String message) {
        return verifier.verify(
                new ReceivedRequest("s", Instant.now(), "POST", "http://x/s", Map.of(), message.getBytes(UTF_8)),
                Source.ofSns("s", OTHER, LocalTopic.arn("budgets")));
    }

    private String message(LocalTopic signer, String arn) {
        return signer.message(SnsMessage.Type.NOTIFICATION, "2", arn, "m-1", null, "text", Instant.now());
    }

    @Test
    void verify_messageOfAnotherAccountSignedByTheLocalKey_isRejectedAlsoOnceTheCertificateIsKnown() {
        assertThat(verify(message(topic, LocalTopic.arn("budgets")))).isInstanceOf(Verification.Genuine.class);
        String forged = message(topic, OTHER);

        assertThat(verify(forged))
                .isEqualTo(new Verification.Rejected(
                        Reason.CERTIFICATE_URL, "the certificate's URL is not one of SNS in the topic's region"));
        String file = forged.replaceFirst("(?s).*(SimpleNotificationService-[0-9a-f]{32}\\.pem).*", "$1");
        String elsewhere = "https://sns.us-east-1.amazonaws.com/" + file;
        assertThat(verify(forged.replaceFirst("https://[^\"]*" + file, elsewhere)))
                .isEqualTo(new Verification.Rejected(Reason.CERTIFICATE, "nothing there"));
        assertThat(fetched).containsExactly(elsewhere);
    }

    @Test
    void verify_messageOfTheLocalAccountWithAStrangersCertificate_isRejectedAndNothingIsFetched() throws Exception {
        LocalTopic stranger = LocalTopic.open(folder.resolve("stranger"));
        assertThat(verify(message(stranger, LocalTopic.arn("budgets")))).isInstanceOf(Verification.Rejected.class);
        assertThat(fetched).isEmpty();
    }
}
