package io.weir.worker;

import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentBy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.SnsMessage;
import io.weir.envelope.Attributes;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Voucher;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.record.Opened;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an operator sends again: it acts once more under its voucher, and under nothing else. */
class OperatorReplayTest extends WorkerFixture {
    private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);
    private static final String OLD = "01JN5V4C3QF3ZC2W7V9V6N3G5A";
    private static final List<String> NEW =
            List.of("01JN80T3Z4E8KQ3QK2Z9W4X5YB", "01JN80T3Z4E8KQ3QK2Z9W4X5YC", "01JN80T3Z4E8KQ3QK2Z9W4X5YD");

    private static QueueMessage replay(QueueMessage message, String id, @Nullable String action) throws Exception {
        return Voucher.vouched(OPERATOR_KEY, message, id, OLD, action, NOW);
    }

    private static QueueMessage with(QueueMessage message, String name, String value) {
        Map<String, String> attributes = new HashMap<>(message.attributes());
        attributes.put(name, value);
        return new QueueMessage(message.body(), attributes);
    }

    private static QueueMessage original() throws Exception {
        return replaceId(github("mailed", "secret", BODY), OLD);
    }

    private static QueueMessage replaceId(QueueMessage message, String id) {
        return with(message, Attributes.REQUEST, message.attributes().get(Attributes.REQUEST) + " " + id);
    }

    @Test
    void actsOnceMore_andOnceOnlyHoweverOftenItIsDelivered() throws Exception {
        assertThat(handle(record("m1", original()))).isEmpty();
        assertThat(handle(record("m2", replay(original(), NEW.get(0), null)))).isEmpty();
        assertThat(handle(record("m3", replay(original(), NEW.get(0), null)))).isEmpty();
        assertThat(mails).hasSize(2);
        assertThat(handle(record("m4", replay(original(), NEW.get(1), null)))).isEmpty();
        assertThat(mails).hasSize(3);
        assertThat(log())
                .contains("\"replayOf\":\"" + OLD + "\"")
                .contains("\"id\":\"" + NEW.get(0) + "\"")
                .contains("\"eventId\":\"d-1\"")
                .contains("\"bytes\":7");
    }

    @Test
    void archivesBesideTheFirst() throws Exception {
        handle(record("m1", original()), record("m2", replay(original(), NEW.get(0), null)));
        assertThat(bucket.objects().keySet())
                .filteredOn(key -> key.startsWith("archive/"))
                .containsExactlyInAnyOrder(
                        "archive/mailed/2026/03/04/d-1", "archive/mailed/2026/03/04/d-1%7E" + NEW.get(0));
        assertThat(log()).contains("\"archiveKey\":\"archive/mailed/2026/03/04/d-1%7E" + NEW.get(0) + "\"");
    }

    @Test
    void actsAlthoughTheSignatureIsStaleAndItsSecretGone() throws Exception {
        secrets.clear();
        secrets.add("another".getBytes(UTF_8));
        clock.advance(Duration.ofDays(3));
        assertThat(handle(record("m1", replay(original(), NEW.get(0), null)))).isEmpty();
        assertThat(mails).hasSize(1);
    }

    @Test
    void performsTheOneActionThatIsWanted() throws Exception {
        assertThat(handle(record("m1", replay(original(), NEW.get(0), "archive"))))
                .isEmpty();
        assertThat(mails).isEmpty();
        assertThat(bucket.objects().keySet()).anyMatch(key -> key.startsWith("archive/"));
        assertThat(handle(record("m2", replay(original(), NEW.get(1), "email"))))
                .isEmpty();
        assertThat(mails).hasSize(1);
    }

    @Test
    void isDeadIfTheActionDoesNotExist() throws Exception {
        assertThat(handle(record("m1", replay(original(), NEW.get(0), "fax")))).isEmpty();
        assertThat(sqs.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.queueUrl()).isEqualTo("dlq");
            assertThat(sent.messageAttributes().get("failure").stringValue()).contains("replay-action");
        });
    }

    @Test
    void goesOnAtTheActionThatFailed() throws Exception {
        mailDown = true;
        QueueMessage replay = replay(original(), NEW.get(0), null);
        assertThat(handle(record("m1", replay))).containsExactly("m1");
        mailDown = false;
        assertThat(handle(record("m1", replay))).isEmpty();
        assertThat(mails).hasSize(1);
        assertThat(log()).contains("\"actions\":[{");
    }

    @Test
    void actsFromTheInboxToo() throws Exception {
        assertThat(handle(pointer("2026/03/04/mailed/" + NEW.get(0), replay(original(), NEW.get(0), null))))
                .isEmpty();
        assertThat(mails).hasSize(1);
    }

    @Test
    void aNotificationOfSnsActsOnceMore_butItsTopicMustBeListed() throws Exception {
        QueueMessage notification = replaceId(sns(TestMessage.notification()), OLD);
        assertThat(handle(record("m1", replay(notification, NEW.get(0), null)))).isEmpty();
        assertThat(mails).hasSize(1);
        QueueMessage other =
                replaceId(sns(TestMessage.notification().with("TopicArn", TestMessage.TOPIC + "-other")), OLD);
        assertThat(handle(record("m2", replay(other, NEW.get(1), null)))).isEmpty();
        assertThat(mails).hasSize(1);
        assertThat(log()).contains("\"Reason\":\"topic\"");
    }

    @Test
    void aSubscriptionIsNotConfirmedAgain() throws Exception {
        QueueMessage confirmation =
                replaceId(sns(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)), OLD);
        assertThat(handle(record("m1", replay(confirmation, NEW.get(0), null)))).isEmpty();
        assertThat(confirmed).isEmpty();
        assertThat(log()).contains("\"Reason\":\"voucher\"");
    }

    @Test
    void isRejectedByAnotherKey() throws Exception {
        QueueMessage forged = Voucher.vouched("a guess".getBytes(UTF_8), original(), NEW.get(0), OLD, null, NOW);
        assertThat(handle(record("m1", forged))).isEmpty();
        assertThat(mails).isEmpty();
        assertThat(sqs.sent()).isEmpty();
        assertThat(log()).contains("\"Outcome\":\"Rejected\"").contains("\"Reason\":\"voucher\"");
    }

    /** A voucher of one request must not serve another body, source, time or id. */
    @Test
    void isRejectedOnceAnythingOfItIsAnother() throws Exception {
        QueueMessage good = replay(original(), NEW.get(0), null);
        List<QueueMessage> forged = List.of(
                new QueueMessage(good.body().replace('1', '2'), good.attributes()),
                with(good, Attributes.SOURCE, "github"),
                with(good, Attributes.RECEIVED_AT, "2026-03-04T12:00:05.001Z"),
                with(good, "x-github-event", "pull"),
                with(
                        good,
                        Attributes.REQUEST,
                        good.attributes().get(Attributes.REQUEST).replace(NEW.get(0), NEW.get(1))),
                with(
                        good,
                        Attributes.REQUEST,
                        good.attributes().get(Attributes.REQUEST).replace("/mailed", "/mailed?x")),
                with(
                        good,
                        Attributes.REQUEST,
                        good.attributes().get(Attributes.REQUEST).replace("POST", "PUT")));
        int i = 0;
        for (QueueMessage message : forged) {
            assertThat(handle(record("m" + i++, message))).isEmpty();
        }
        assertThat(mails).isEmpty();
        assertThat(log().lines().filter(line -> line.contains("\"Reason\":\"voucher\"")))
                .hasSize(forged.size());
    }

    @Property(tries = 500)
    void isRejectedOnceAnyBitOfItsVoucherIsAnother(@ForAll @IntRange(max = 100_000) int index) throws Exception {
        QueueMessage good = replay(original(), NEW.get(0), null);
        String line = good.attributes().get(Attributes.REQUEST);
        String word = line.substring(line.lastIndexOf(' ') + 1);
        byte[] bytes = word.getBytes(UTF_8);
        bytes[index / 6 % bytes.length] ^= (byte) (1 << (index % 6));
        String changed = line.substring(0, line.length() - word.length()) + new String(bytes, UTF_8);
        handle(record("m", with(good, Attributes.REQUEST, changed)));
        assertThat(mails).isEmpty();
        assertThat(bucket.objects().keySet()).noneMatch(key -> key.startsWith("archive/"));
    }

    /** What was put there by someone who can be neither door nor operator is not even looked at. */
    @Test
    void isNotBelievedOfSns() throws Exception {
        assertThat(handle(sentBy("AIDAIT2UOQQY3AUEKVGXU", record("m1", replay(original(), NEW.get(0), null)))))
                .isEmpty();
        assertThat(mails).isEmpty();
        assertThat(log()).contains("raw-delivery");
    }

    @Test
    void isRejectedWhereThereIsNoOperatorKey() throws Exception {
        Replays replays = new Replays(
                (reference, fresh) -> {
                    throw new IOException("not to be asked");
                },
                null);
        assertThat(replays.verify(opened()).verification())
                .isInstanceOfSatisfying(
                        Verification.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Reason.VOUCHER));
    }

    @Test
    void waitsForAKeyThatCannotBeRead() throws Exception {
        Replays replays = new Replays(
                (reference, fresh) -> {
                    throw new IOException("down");
                },
                new SecretReference.EnvironmentSecret("OPERATOR"));
        assertThat(replays.verify(opened()).verification()).isInstanceOf(Verification.Undecided.class);
    }

    @Test
    void looksForAKeyThatWasRotatedIn() throws Exception {
        Replays replays = new Replays(
                (reference, fresh) -> SecretSet.of(
                        List.of("old".getBytes(UTF_8), fresh ? OPERATOR_KEY : "older".getBytes(UTF_8)), Instant.MIN),
                new SecretReference.EnvironmentSecret("OPERATOR"));
        assertThat(replays.verify(opened()).verification()).isInstanceOf(Verification.Genuine.class);
    }

    private static Opened.Replay opened() throws Exception {
        QueueMessage message = replay(original(), NEW.get(0), null);
        ReceivedRequest request = message.open();
        Source source = Objects.requireNonNull(SOURCES.find("mailed"));
        return new Opened.Replay(source, request, Objects.requireNonNull(QueueMessage.voucherOf(message.attributes())));
    }
}
