package io.weir.worker;

import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.QueueMessage;
import org.junit.jupiter.api.Test;

/** An event acts once: claims through the whole worker. */
class WorkerClaimsTest extends WorkerFixture {
    @Test
    void eventThatWasProcessed_hasItsEffectOnceAndTheMetricSaysSo() {
        QueueMessage message = github("mailed", "secret", "text".getBytes(UTF_8));
        assertThat(handle(record("a", message))).isEmpty();
        assertThat(handle(record("b", message))).isEmpty();
        assertThat(mails).hasSize(1);
        assertThat(log()).contains("\"Duplicates\":1", "\"eventId\":\"d-1\"");
    }

    @Test
    void eventWithTheSameIdAndAnotherBody_isProcessedApartAndCounted() {
        assertThat(handle(record("a", github("mailed", "secret", "one".getBytes(UTF_8)))))
                .isEmpty();
        assertThat(handle(record("b", github("mailed", "secret", "two".getBytes(UTF_8)))))
                .isEmpty();
        assertThat(mails).hasSize(2);
        assertThat(bucket.objects().keySet())
                .anyMatch(key -> key.startsWith("archive/mailed/2026/03/04/d-1~"))
                .contains("archive/mailed/2026/03/04/d-1");
        assertThat(log()).contains("\"Conflicts\":1");
    }

    @Test
    void eventWhoseSecondActionFailed_goesOnThereAndIsNoDuplicate() {
        mailDown = true;
        QueueMessage message = github("mailed", "secret", "text".getBytes(UTF_8));
        assertThat(handle(record("a", message))).containsExactly("a");
        bucket.setDown(true); // the first action would fail if it were performed again
        mailDown = false;
        assertThat(handle(received(record("a", message), 2))).isEmpty();
        assertThat(mails).hasSize(1);
    }

    @Test
    void deadEventThatIsRedriven_isProcessedAgain() {
        QueueMessage poison = github("mailed", "secret", new byte[] {(byte) 0xFF});
        handle(record("a", poison));
        handle(record("b", poison));
        assertThat(sqs.sent()).hasSize(2);
        assertThat(log()).doesNotContain("Duplicates");
    }

    @Test
    void tableOfClaimsDown_isRetriedWithoutAnEffect() {
        claims.setDown(true);
        assertThat(handle(record("a", github("mailed", "secret", "text".getBytes(UTF_8)))))
                .containsExactly("a");
        assertThat(mails).isEmpty();
        assertThat(log()).contains("\"Reason\":\"claim\"");
    }
}
