package io.weir.worker;

import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentAt;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** What becomes of an object of the inbox, and how a forgotten one is found. */
class WorkerSettledInboxTest extends WorkerFixture {
    private static final String SWEEP = "{\"weir\":\"sweep\"}";
    private static final int MAX_TOLD = 500;

    private List<String> inbox() {
        return bucket.objects().keySet().stream()
                .filter(key -> key.startsWith("inbox/"))
                .toList();
    }

    private List<String> told() {
        return sqs.sent().stream()
                .filter(message -> message.queueUrl().equals("queue"))
                .map(SendMessageRequest::messageBody)
                .toList();
    }

    private void lay(String key, QueueMessage message, Duration age) throws Exception {
        bucket.setTime(clock.instant().minus(age));
        bucket.put(key, InboxObject.write(message), "", Map.of());
        bucket.setTime(clock.instant());
    }

    private List<String> sweep() {
        clock.advance(Duration.ofMinutes(5));
        return handle(record("sweep", SWEEP, Map.of()));
    }

    /** What the runs of the sweeper have counted, in order. */
    private List<String> counted() {
        return log().lines()
                .filter(line -> line.contains("\"InboxOld\":"))
                .map(line -> line.replaceAll(".*\"InboxOld\":(\\d+).*", "$1"))
                .toList();
    }

    @Test
    void sweep_countsWhatHasLainForLongUntilItIsSettled() throws Exception {
        lay("inbox/forgotten", github("github", "secret", new byte[1]), Duration.ofMinutes(16));
        lay("inbox/young", github("github", "d-2", "secret", new byte[1]), Duration.ZERO);
        sweep();
        sweep();
        handle(record("again", told().getFirst(), Map.of()));
        sweep();
        assertThat(counted()).containsExactly("1", "1", "0");
    }

    /** The alarm of dead letters tells of these. */
    @Test
    void sweep_doesNotCountWhatWasSetAside() throws Exception {
        handle(pointer("dead", github("mailed", "secret", new byte[] {(byte) 0xFF})));
        clock.advance(Duration.ofDays(3));
        sweep();
        assertThat(counted()).containsExactly("0");
    }

    @Test
    void doneAndRejected_areDeletedAndARepeatedNotificationIsDone() throws Exception {
        var done = pointer("a", github("github", "secret", new byte[1]));
        var rejected = pointer("b", github("github", "guess", new byte[1]));
        assertThat(handle(done, rejected)).isEmpty();
        assertThat(inbox()).isEmpty();

        assertThat(handle(done, rejected)).isEmpty();
        assertThat(sqs.sent()).isEmpty();
        assertThat(log()).contains("its inbox object is gone: settled before");
    }

    @Test
    void deadUnprovenAndRetried_areKept() throws Exception {
        assertThat(handle(pointer("dead", github("mailed", "secret", new byte[] {(byte) 0xFF}))))
                .isEmpty();
        secretsDown = true;
        clock.advance(Duration.ofMinutes(10));
        assertThat(handle(
                        sentAt(
                                NOW.minus(Duration.ofDays(1)),
                                pointer("unproven", github("github", "d-2", "secret", new byte[1]))),
                        pointer("again", github("github", "d-3", "secret", new byte[1]))))
                .containsExactly("again");
        assertThat(inbox()).containsExactly("inbox/again", "inbox/dead", "inbox/unproven");
    }

    @Test
    void deletionThatFails_changesNoOutcome() throws Exception {
        var pointer = pointer("a", github("mailed", "secret", "text".getBytes(UTF_8)));
        beforeMail = () -> bucket.setDown(true);
        assertThat(handle(pointer)).isEmpty();
        bucket.setDown(false);
        assertThat(inbox()).hasSize(1);
    }

    @Test
    void sweep_oldObject_isToldAgainAsItsNotificationWouldAndThenProcessed() throws Exception {
        lay("inbox/2026/03/04/github/x y", github("github", "secret", new byte[1]), Duration.ofMinutes(16));
        lay("inbox/2026/03/04/github/young", github("github", "d-2", "secret", new byte[1]), Duration.ofMinutes(1));
        assertThat(sweep()).isEmpty();

        assertThat(told()).hasSize(1);
        assertThat(handle(record("again", told().getFirst(), Map.of()))).isEmpty();
        assertThat(bucket.objects()).containsKey("archive/github/2026/03/04/d-1");
        assertThat(inbox()).containsExactly("inbox/2026/03/04/github/young");
    }

    @Test
    void sweep_again_tellsNothingTwice() throws Exception {
        lay("inbox/x", github("github", "secret", new byte[1]), Duration.ofDays(2));
        sweep();
        sweep();
        assertThat(told()).hasSize(1);
        clock.advance(Duration.ofHours(7));
        sweep();
        assertThat(told()).hasSize(2);
    }

    @Test
    void sweep_objectOfADeadLetter_isLeftToTheOperator() throws Exception {
        handle(pointer("dead", github("mailed", "secret", new byte[] {(byte) 0xFF})));
        clock.advance(Duration.ofDays(3));
        sweep();
        assertThat(told()).isEmpty();
        assertThat(inbox()).hasSize(1);
    }

    @Test
    void sweep_moreThanARunTells_goesOnInTheNext() throws Exception {
        int all = MAX_TOLD + 50;
        for (int i = 0; i < all; i++) {
            lay("inbox/" + (1000 + i), github("github", "secret", new byte[1]), Duration.ofHours(1));
        }
        sweep();
        assertThat(told()).hasSize(MAX_TOLD);
        sweep();
        assertThat(told()).hasSize(all).doesNotHaveDuplicates();
    }

    @Test
    void sweep_queueThatTakesNothing_isToldInTheNextRun() throws Exception {
        lay("inbox/x", github("github", "secret", new byte[1]), Duration.ofHours(1));
        sqs.setDown(true);
        assertThat(sweep()).isEmpty();
        sqs.setDown(false);
        sweep();
        assertThat(told()).hasSize(1);
    }

    @Test
    void sweepWithAttributesOrOtherMembers_isNone() {
        handle(record("a", SWEEP, Map.of("x", "y")), record("b", "{\"weir\":\"sweep\",\"x\":1}", Map.of()));
        assertThat(sqs.sent()).extracting(SendMessageRequest::queueUrl).containsExactly("dlq", "dlq");
    }

    @Test
    void sweepWhileTheBucketIsDown_isDoneSinceTheNextComesSoon() {
        bucket.setDown(true);
        assertThat(sweep()).isEmpty();
        assertThat(log()).contains("sweep: broken off");
        assertThat(counted()).as("nobody knows").isEmpty();
    }
}
