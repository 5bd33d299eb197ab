package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Voucher;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Page;
import io.weir.operations.Purged;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.Tally;
import io.weir.operations.aws.AwsOperations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The deployment in an operator's hands, found by its name alone. LocalStack has no Logs Insights, so the lines are read one by
 * one here; what Insights is asked is proven beside it.
 */
@ExtendWith(SharedSystem.class)
@Order(5)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperateIT {
    private static final String FROM = "weir@example.com";
    private static final String OTHER_SECRET = "second secret";

    /** Not JSON: LocalStack would write that anew between queue and function. */
    private static final String PERSON = "Ada Lovelace";

    private static final Map<String, String> PROPERTIES =
            Map.of("aws.region", LocalStack.REGION, "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private static final String DELIVERY = WeirSystem.id();

    private final WeirSystem system;
    private final Seen seen;
    private AwsOperations operations;

    OperateIT(WeirSystem system) {
        this.system = system;
        this.seen = system.seen();
    }

    @BeforeEach
    void open() throws Exception {
        PROPERTIES.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", system.endpoint().toString());
        operations = AwsOperations.open("weir", null);
    }

    @AfterEach
    void close() throws Exception {
        operations.close();
        PROPERTIES.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }

    private Tally change(Change change, Filter filter) throws Exception {
        return operations.change(change, filter, 0, (done, failed, total) -> true);
    }

    private long mails() throws Exception {
        return seen.mails().stream().filter(mail -> mail.contains("parcels")).count();
    }

    private List<String> archived() {
        return seen.keys("archive/parcels/").stream()
                .filter(key -> key.contains(DELIVERY))
                .toList();
    }

    @Test
    @Order(1)
    void deadLetter_isListedShownAndRetried_andGoesOnAtTheActionThatFailed() throws Exception {
        long before = mails();
        system.aws().ses().deleteIdentity(delete -> delete.identity(FROM));
        try {
            system.sendAccepted("parcels", WeirSystem.SECRET, DELIVERY, PERSON + " sent a parcel");
            await().atMost(Seen.LATER)
                    .untilAsserted(
                            () -> assertThat(seen.depth(system.deadLetters())).isOne());
        } finally {
            system.aws().ses().verifyEmailIdentity(verify -> verify.emailAddress(FROM));
        }

        Page page = operations.list(Filter.ALL.withStates(State.DEAD), null, 100);
        RequestSummary dead = page.requests().getFirst();
        assertThat(dead.source()).isEqualTo("parcels");
        assertThat(dead.reason()).isEqualTo("action-email");
        assertThat(ReceivedRequest.isId(dead.id())).isTrue();
        RequestLife life = await().atMost(Seen.SOON)
                .until(
                        () -> operations.show(dead.id()),
                        shown -> shown != null && shown.request().state() == State.DEAD);
        assertThat(life.request().senderId()).isEqualTo(DELIVERY);
        assertThat(life.attempts())
                .hasSizeGreaterThan(1)
                .allSatisfy(attempt -> assertThat(attempt.reason()).isEqualTo("action-email"));
        assertThat(life.attempts().getFirst().steps())
                .extracting(step -> step.action())
                .containsExactly("archive", "email");
        ReceivedRequest envelope = Objects.requireNonNull(operations.envelope(dead.id()));
        assertThat(new String(envelope.body(), StandardCharsets.UTF_8)).startsWith(PERSON);
        assertThat(seen.hidden(system.deadLetters())).isZero();

        assertThat(change(new Change.Retry(), Filter.ALL.withIds(List.of(dead.id())))
                        .done())
                .isOne();

        await().atMost(Seen.SOON).untilAsserted(() -> assertThat(mails()).isEqualTo(before + 1));
        assertThat(seen.depth(system.deadLetters())).isZero();
        assertThat(archived()).hasSize(1);
        RequestLife done = await().atMost(Seen.SOON)
                .until(
                        () -> operations.show(dead.id()),
                        shown -> shown != null && shown.request().state() == State.DONE);
        assertThat(done.attempts().getLast().steps())
                .extracting(step -> step.action())
                .containsExactly("email");
        assertThat(done.body()).isEqualTo(RequestLife.Body.ARCHIVE);
        assertThat(done.archiveKey()).isEqualTo(archived().getFirst());
    }

    @Test
    @Order(2)
    void unproven_isRetriedOnceItsSecretIsPutRight() throws Exception {
        String id = WeirSystem.id();
        system.sendAccepted("latest", OTHER_SECRET, id, PERSON + " was late");
        await().atMost(Seen.LATER)
                .untilAsserted(() -> assertThat(seen.depth(system.unproven())).isOne());
        assertThat(operations
                        .list(Filter.ALL.withStates(State.UNPROVEN), null, 10)
                        .requests())
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.source()).isEqualTo("latest");
                    assertThat(request.reason()).isEqualTo("secret");
                    assertThat(request.proven()).isFalse();
                });

        system.aws().secrets().putSecretValue(put -> put.secretId("latest").secretString(OTHER_SECRET));
        assertThat(change(new Change.Retry(), Filter.ALL.withStates(State.UNPROVEN))
                        .done())
                .isOne();

        assertThat(seen.awaitArchived("latest", id)).isEqualTo(PERSON + " was late");
        assertThat(seen.depth(system.unproven())).isZero();
    }

    @Test
    @Order(3)
    void replay_actsOnceMore_andAForgedVoucherIsRejected() throws Exception {
        long before = mails();
        RequestSummary done = operations
                .list(Filter.ALL.withIds(List.of(DELIVERY)), null, 10)
                .requests()
                .getFirst();
        assertThat(done.state()).isEqualTo(State.DONE);

        Tally tally = change(new Change.Replay(null), Filter.ALL.withIds(List.of(done.id())));

        assertThat(tally.problems()).isEmpty();
        String replay = tally.ids().getFirst();
        await().atMost(Seen.SOON).untilAsserted(() -> assertThat(mails()).isEqualTo(before + 1));
        assertThat(archived()).hasSize(2).anySatisfy(key -> assertThat(key).endsWith(replay));
        RequestLife life = await().atMost(Seen.SOON)
                .until(
                        () -> operations.show(replay),
                        shown -> shown != null && shown.request().state() == State.DONE);
        assertThat(life.request().replayOf()).isEqualTo(done.id());
        assertThat(Objects.requireNonNull(operations.show(done.id())).replays()).containsExactly(replay);

        ReceivedRequest envelope = Objects.requireNonNull(operations.envelope(done.id()));
        int samples = seen.keys("rejected/parcels/").size();
        send(
                system.queue(),
                Voucher.vouched(
                        "a guess".getBytes(StandardCharsets.UTF_8),
                        QueueMessage.of(envelope, List.of()),
                        "01JN80T3Z4E8KQ3QK2Z9W4X5YB",
                        done.id(),
                        null,
                        Instant.now()));
        await().atMost(Seen.SOON)
                .untilAsserted(() -> assertThat(seen.keys("rejected/parcels/")).hasSize(samples + 1));
        seen.awaitDrained();
        assertThat(mails()).isEqualTo(before + 1);
        assertThat(archived()).hasSize(2);
        assertThat(seen.depth(system.deadLetters())).isZero();
    }

    @Test
    @Order(4)
    void status_tellsWhatTheLogsAndQueuesTell() throws Exception {
        Status status = operations.status();
        assertThat(status.queues())
                .allSatisfy(queue -> assertThat(queue.waiting()).isNotNegative());
        assertThat(status.sources())
                .filteredOn(source -> source.name().equals("parcels"))
                .singleElement()
                .satisfies(source -> {
                    assertThat(source.scheme()).isEqualTo("github");
                    assertThat(source.actions()).containsExactly("archive", "email");
                    assertThat(source.lastDay()).containsEntry(State.REJECTED, 1L);
                    assertThat(source.hours().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                            .isOne();
                });
    }

    @Test
    @Order(5)
    void purge_ofAPerson_leavesTheBytesNowhereInTheAccount() throws Exception {
        ReceivedRequest letter = new ReceivedRequest(
                "parcels", Instant.now(), "POST", "https://door/parcels", Map.of("x-name", PERSON), new byte[] {'x'});
        send(system.deadLetters(), QueueMessage.of(letter, List.of()));
        send(system.unproven(), QueueMessage.of(letter, List.of()));
        assertThat(everywhere()).isNotEmpty();
        String other = WeirSystem.id();
        system.sendAccepted("github", WeirSystem.SECRET, other, "Grace Hopper sent a parcel");
        seen.awaitArchived("github", other);

        Purged purged = operations.purge(Filter.ALL.withGrep(PERSON), false, (done, failed, total) -> true);

        assertThat(everywhere()).isEmpty();
        assertThat(purged.deleted())
                .containsEntry("dead", 1L)
                .containsEntry("unproven", 1L)
                .containsEntry("archive", 3L)
                .containsEntry("rejected", 1L);
        assertThat(seen.archived("github", other)).isPresent();
    }

    private void send(String queueUrl, QueueMessage message) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        message.attributes()
                .forEach((name, text) -> attributes.put(
                        name,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(text)
                                .build()));
        system.aws()
                .sqs()
                .sendMessage(send ->
                        send.queueUrl(queueUrl).messageBody(message.body()).messageAttributes(attributes));
    }

    /** The places in all buckets and queues of the account that hold the person's name. */
    private List<String> everywhere() {
        List<String> places = new ArrayList<>();
        system.aws()
                .s3()
                .listBuckets()
                .buckets()
                .forEach(bucket ->
                        system.aws().s3().listObjectsV2Paginator(list -> list.bucket(bucket.name())).contents().stream()
                                .map(S3Object::key)
                                .filter(key -> system.aws()
                                        .s3()
                                        .getObjectAsBytes(
                                                get -> get.bucket(bucket.name()).key(key))
                                        .asString(StandardCharsets.ISO_8859_1)
                                        .contains(PERSON))
                                .forEach(places::add));
        for (String url : system.aws().sqs().listQueues().queueUrls()) {
            List<Message> messages = system.aws()
                    .sqs()
                    .receiveMessage(receive -> receive.queueUrl(url)
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(0)
                            .waitTimeSeconds(0)
                            .messageAttributeNames("All"))
                    .messages();
            messages.stream()
                    .filter(message -> message.toString().contains(PERSON))
                    .forEach(message -> places.add(url));
        }
        return places;
    }
}
