package io.weir.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.json.Json;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a queue does after its process was killed, after a long time, and after the machine's clock was set. */
class QueueRestartTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Instant time = NOW;
    private LocalStore store;
    private SqliteSqsClient sqs;
    private String url;
    private String dlq;

    @BeforeEach
    void open() {
        Clock clock = Clock.fixed(time, ZoneOffset.UTC);
        store = LocalStore.open(folder, SqliteSqsClient.schema());
        sqs = new SqliteSqsClient(
                store, clock, clock, new SqliteSqsClient.Expired("0.1.0", warnings::add), MessageWatch.NOBODY);
        dlq = sqs.createQueue(request -> request.queueName("dlq")).queueUrl();
        url = sqs.createQueue(request -> request.queueName("q")
                        .attributes(Map.of(
                                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                                "3600",
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"" + SqsNames.arn("dlq") + "\",\"maxReceiveCount\":3}")))
                .queueUrl();
        sqs.releaseInFlight(url);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** As a kill would: nothing is deleted, no visibility is changed. */
    private void restartAt(Instant instant) {
        store.close();
        time = instant;
        open();
    }

    private void send(String body) {
        MessageAttributeValue source = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("s")
                .build();
        sqs.sendMessage(request -> request.queueUrl(url).messageBody(body).messageAttributes(Map.of("source", source)));
    }

    private List<Message> receive(String queue) {
        return sqs.receiveMessage(request -> request.queueUrl(queue)
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(60)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private static String count(Message message) {
        return message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    }

    @Test
    void restart_whatWasInHand_isVisibleAtOnceAndItsReceiveCounts() {
        send("x");
        for (int i = 1; i <= 2; i++) {
            String receives = Integer.toString(i);
            assertThat(receive(url))
                    .singleElement()
                    .satisfies(message -> assertThat(count(message)).isEqualTo(receives));
            restartAt(
                    time.plusSeconds(i % 2 == 0 ? 1 : 300)); // also when the machine was off for longer than a time-out
        }
        assertThat(sqs.depth(dlq).visible()).isZero();
    }

    @Test
    void restart_messageThatWaitsForItsNextAttempt_goesOnWaitingAndKeepsItsCount() {
        send("x");
        String receipt = receive(url).getFirst().receiptHandle();
        sqs.changeMessageVisibility(
                request -> request.queueUrl(url).receiptHandle(receipt).visibilityTimeout(120));

        restartAt(time.plusSeconds(60));
        assertThat(receive(url)).isEmpty();

        restartAt(time.plusSeconds(60));
        assertThat(receive(url))
                .singleElement()
                .satisfies(message -> assertThat(count(message)).isEqualTo("2"));
    }

    @Test
    void receive_expired_areDeadLettersThatSayWhyAndOneLineCountsThem() throws Exception {
        for (int i = 0; i < 250; i++) {
            send("m" + i);
        }
        restartAt(time.plus(Duration.ofHours(2)));
        send("fresh");

        while (!receive(url).isEmpty()) {
            // until only the dead-letter queue holds what is old
        }

        assertThat(sqs.depth(dlq).visible()).isEqualTo(250);
        assertThat(warnings).isNotEmpty().allSatisfy(line -> assertThat(line).contains("dead-letter queue"));
        Message dead = receive(dlq).getFirst();
        assertThat(dead.messageAttributes().get("source").stringValue()).isEqualTo("s");
        Map<String, Object> failure =
                Json.readObject(dead.messageAttributes().get("failure").stringValue());
        assertThat(failure)
                .containsEntry("reason", "expired")
                .containsEntry("lastSeen", time.toString())
                .containsKeys("detail", "attempts", "firstSeen", "version");
        restartAt(time.plus(Duration.ofMinutes(5)));
        assertThat(receive(dlq)).isNotEmpty();
    }

    @Test
    void receive_expiredOfAQueueWithoutDeadLetterQueue_areDeletedWithALine() {
        sqs.setQueueAttributes(request ->
                request.queueUrl(dlq).attributes(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "3600")));
        sqs.sendMessage(request -> request.queueUrl(dlq).messageBody("old"));
        restartAt(time.plus(Duration.ofHours(2)));

        assertThat(receive(dlq)).isEmpty();

        assertThat(sqs.depth(dlq).visible()).isZero();
        assertThat(warnings).singleElement().asString().contains("dlq", "1 ");
    }

    @Test
    void load_isWhatLiesThere_afterEachChangeAndARestart() {
        for (int i = 0; i < 3; i++) {
            send("m" + i);
        }
        assertThat(sqs.load(url)).isEqualTo(new SqliteSqsClient.Load(3, 0));
        Message taken = receive(url).getFirst();
        assertThat(sqs.load(url)).isEqualTo(new SqliteSqsClient.Load(0, 3));
        sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(taken.receiptHandle()));
        restartAt(time.plus(Duration.ofHours(2)));
        assertThat(sqs.load(url)).isEqualTo(new SqliteSqsClient.Load(2, 0));
        assertThat(receive(url)).isEmpty();
        assertThat(sqs.load(url)).isEqualTo(new SqliteSqsClient.Load(0, 0));
        assertThat(sqs.load(dlq)).isEqualTo(new SqliteSqsClient.Load(2, 0));
        sqs.startMessageMoveTask(request -> request.sourceArn(SqsNames.arn("dlq")));
        assertThat(sqs.load(url)).isEqualTo(new SqliteSqsClient.Load(2, 0));
        sqs.purgeQueue(request -> request.queueUrl(url));
        assertThat(sqs.load(url)).isEqualTo(new SqliteSqsClient.Load(0, 0));
    }

    @Test
    void restart_clockThatWasAheadAndIsRightAgain_hidesNothing() {
        time = NOW.plus(Duration.ofDays(400));
        restartAt(time);
        send("waits");
        send("delayed");
        String receipt = receive(url).getFirst().receiptHandle();
        sqs.changeMessageVisibility(
                request -> request.queueUrl(url).receiptHandle(receipt).visibilityTimeout(120));
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("later").delaySeconds(900));

        restartAt(NOW);
        restartAt(NOW.plusSeconds(901));

        assertThat(receive(url)).extracting(Message::body).containsExactlyInAnyOrder("waits", "delayed", "later");
    }

    @Test
    void steadyClock_clockThatIsSet_goesOnEvenly() {
        SteadyClock steady = SteadyClock.from(Clock.fixed(NOW, ZoneOffset.UTC));
        Instant first = steady.instant();
        assertThat(first).isBetween(NOW, NOW.plusSeconds(60));
        assertThat(steady.instant()).isBetween(first, NOW.plusSeconds(60));
        assertThat(steady.withZone(ZoneOffset.MAX).getZone()).isEqualTo(ZoneOffset.MAX);
    }

    @Test
    void load_afterARestart_isAsBefore_andNobodyCounts() {
        send("a");
        send("b");
        restartAt(NOW.plusSeconds(1));
        assertThat(sqs.load(url).waiting()).isEqualTo(2);

        store.write(sql ->
                sql.query("UPDATE counts SET messages = 7 WHERE queue = 'q'").update());
        restartAt(NOW.plusSeconds(2));
        assertThat(sqs.load(url).waiting()).isEqualTo(7);
    }

    @Test
    void load_ofAStoreThatWasNeverCounted_isCountedAtItsStart() {
        send("a");
        send("b");
        store.write(sql -> sql.query("DELETE FROM counts").update());
        restartAt(NOW.plusSeconds(1));
        assertThat(sqs.load(url).waiting()).isEqualTo(2);
        assertThat(sqs.load(dlq).waiting()).isZero();
    }
}
