package io.weir.worker;

import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.QueueMessage;
import org.junit.jupiter.api.Test;

/** Actions that are for some events only, through the whole worker. */
class WorkerFilterTest extends WorkerFixture {
    private static QueueMessage picky(String body) {
        return github("picky", "secret", body.getBytes(UTF_8));
    }

    private long archived() {
        return bucket.objects().keySet().stream()
                .filter(key -> key.startsWith("archive/"))
                .count();
    }

    /** Not one of the actions is performed, whichever the pattern that cannot be told is of. */
    @Test
    void eventOfWhichNobodyCanTell_isADeadLetterWithItsReason() {
        assertThat(handle(record("a", picky("{\"amount\": 101, \"amount\": 1}"))))
                .isEmpty();
        assertThat(mails).isEmpty();
        assertThat(archived()).isZero();
        assertThat(sqs.sent()).hasSize(1);
        assertThat(log())
                .contains(
                        "\"Outcome\":\"Dead\"",
                        "\"Reason\":\"filter-email\"",
                        "the body has a member twice that the pattern looks at")
                .doesNotContain("\"Filtered\"");
    }

    /** What stands before it was performed, and is not performed again once the dead letter is redriven. */
    @Test
    void eventOfWhichTheSecondFilterCannotTell_goesOnThere() {
        QueueMessage message = picky("{\"keep\": true, \"amount\": 12345678901234567}");
        handle(record("a", message));
        assertThat(archived()).isEqualTo(1);
        bucket.setDown(true); // the first action would fail if it were performed again
        handle(record("b", message));
        assertThat(log()).doesNotContain("action-archive", "\"Duplicates\"");
        assertThat(sqs.sent()).hasSize(2);
    }

    @Test
    void eventThatNoActionWants_isDoneOnceAndCounted() {
        QueueMessage message = picky("{\"amount\": 100}");
        assertThat(handle(record("a", message))).isEmpty();
        assertThat(mails).isEmpty();
        assertThat(archived()).isZero();
        assertThat(sqs.sent()).isEmpty();
        assertThat(log()).contains("\"Outcome\":\"Done\"", "\"note\":\"filtered\"", "\"Filtered\":1");
        assertThat(handle(record("b", message))).isEmpty();
        assertThat(log()).contains("\"Duplicates\":1");
    }

    @Test
    void eventThatOneActionWants_hasThatEffectAlone() {
        assertThat(handle(record("a", picky("{\"amount\": 101}")))).isEmpty();
        assertThat(mails).hasSize(1);
        assertThat(archived()).isZero();
        assertThat(log()).contains("\"note\":\"acted\"").doesNotContain("\"Filtered\"");
    }

    /** The first is left out, the second failed: the next attempt begins with the same question. */
    @Test
    void eventWhoseWantedActionFailed_isTriedAgainAndActed() {
        QueueMessage message = picky("{\"amount\": 101}");
        mailDown = true;
        assertThat(handle(record("a", message))).containsExactly("a");
        mailDown = false;
        assertThat(handle(received(record("a", message), 2))).isEmpty();
        assertThat(mails).hasSize(1);
        assertThat(archived()).isZero();
        assertThat(log()).contains("\"note\":\"acted\"").doesNotContain("\"Filtered\"");
    }

    /** The last action leaves out what the first has performed in an attempt before: it is not filtered. */
    @Test
    void eventWhoseFirstActionActed_isNotFilteredByTheLast() {
        assertThat(handle(record("a", picky("{\"keep\": true, \"amount\": 1}"))))
                .isEmpty();
        assertThat(archived()).isEqualTo(1);
        assertThat(mails).isEmpty();
        assertThat(log()).contains("\"note\":\"acted\"").doesNotContain("\"Filtered\"");
    }
}
