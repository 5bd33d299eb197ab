package io.weir.operations.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Voucher;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.OperationsException;
import io.weir.operations.Page;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.Tally;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/** What is seen of a deployment, over fakes of AWS. */
class AwsOperationsTest extends AwsFixture {
    private static final String KEY_OF_ONE = "archive/shop/2026/03/04/order-1";

    private void accepted(int number) {
        logs.add(NOW.minusSeconds(3600 - number), "Source", "shop", "Status", "200", "id", id(number), "bytes", 7);
    }

    private void ended(int number, String outcome, Object... more) {
        List<Object> members = new ArrayList<>(List.of(
                "Source",
                "shop",
                "id",
                id(number),
                "Outcome",
                outcome,
                "messageId",
                "m-" + number,
                "attempt",
                1,
                "Duration",
                12,
                "Age",
                50,
                "proven",
                true));
        members.addAll(List.of(more));
        logs.add(NOW.minusSeconds(3500 - number), members.toArray());
    }

    private void someRequests() {
        for (int i = 1; i <= 6; i++) {
            accepted(i);
        }
        ended(
                1,
                "Done",
                "note",
                "acted",
                "eventId",
                "order-1",
                "eventType",
                "orders/create",
                "archiveKey",
                KEY_OF_ONE,
                "actions",
                List.of(
                        Map.of("name", "archive", "done", true, "ms", 4),
                        Map.of("name", "http", "done", true, "ms", 5)));
        ended(2, "Retry", "Reason", "action-http", "detail", "it answered 503", "nextInSeconds", 40);
        ended(3, "Dead", "Reason", "action-http", "detail", "it answered 400 for order 3");
        ended(4, "Rejected", "Reason", "signature", "detail", "no signature matches any secret");
        ended(5, "Done", "note", "a duplicate: processed before", "Duplicates", 1);
    }

    @Test
    void list_tellsTheStateByTheNewestLine_newestFirst() throws Exception {
        someRequests();
        Page page = operations.list(Filter.ALL, null, 100);
        assertThat(page.requests())
                .extracting(RequestSummary::id)
                .containsExactly(id(6), id(5), id(4), id(3), id(2), id(1));
        assertThat(page.requests())
                .extracting(RequestSummary::state)
                .containsExactly(
                        State.WAITING, State.DUPLICATE, State.REJECTED, State.DEAD, State.RETRYING, State.DONE);
        assertThat(page.next()).isNull();
        assertThat(logs.queries()).isEqualTo(1); // then it is known that there is no Logs Insights
    }

    @Test
    void list_filters() throws Exception {
        someRequests();
        assertThat(ids(Filter.ALL.withStates(State.RETRYING))).containsExactly(id(2));
        assertThat(ids(Filter.ALL.withStates(State.WAITING))).containsExactly(id(6));
        assertThat(ids(Filter.ALL.withReason("action-*"))).containsExactly(id(3), id(2));
        assertThat(ids(Filter.ALL.withReason("action"))).isEmpty();
        assertThat(ids(Filter.ALL.withType("orders/create"))).containsExactly(id(1));
        assertThat(ids(Filter.ALL.withIds(List.of("order-1")))).containsExactly(id(1));
        assertThat(ids(Filter.ALL.withIds(List.of(id(4).toLowerCase(java.util.Locale.ROOT)))))
                .containsExactly(id(4));
        assertThat(ids(Filter.ALL.withGrep("SECRET"))).containsExactly(id(4));
        assertThat(ids(Filter.ALL.withSources("budgets"))).isEmpty();
        assertThat(ids(Filter.ALL.between(NOW.minusSeconds(3596), null))).containsExactly(id(6), id(5), id(4));
    }

    @Test
    void list_tellsApartWhatNoActionWanted() throws Exception {
        someRequests();
        accepted(7);
        ended(7, "Done", "note", "filtered", "Filtered", 1);
        assertThat(ids(Filter.ALL.withStates(State.FILTERED))).containsExactly(id(7));
        assertThat(ids(Filter.ALL.withStates(State.DONE))).containsExactly(id(1));
    }

    /** What was retried and is done by now is not found by the reason of an earlier attempt. */
    @Test
    void list_doesNotFindByWhatIsNoLongerTrue() throws Exception {
        someRequests();
        ended(2, "Done", "note", "acted");
        logs.add(
                NOW.minusSeconds(3400),
                "Source",
                "shop",
                "id",
                id(2),
                "Outcome",
                "Done",
                "note",
                "acted",
                "attempt",
                2);
        assertThat(ids(Filter.ALL.withReason("action-*"))).containsExactly(id(3));
    }

    private List<String> ids(Filter filter) throws Exception {
        return operations.list(filter, null, 100).requests().stream()
                .map(RequestSummary::id)
                .toList();
    }

    @Test
    void list_goesOnWhereThePageBeforeEnded() throws Exception {
        for (int i = 1; i <= 9; i++) {
            accepted(i);
        }
        List<String> all = new ArrayList<>();
        String after = null;
        do {
            Page page = operations.list(Filter.ALL, after, 4);
            page.requests().forEach(request -> all.add(request.id()));
            after = page.next();
        } while (after != null);
        assertThat(all).doesNotHaveDuplicates().hasSize(9).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void list_ofDeadLetters_asksTheQueue_andHidesNothingForLong() throws Exception {
        for (int i = 0; i < 25; i++) {
            letter("dead", "shop", i, "{}", "action-http");
        }
        Filter dead = Filter.ALL.withStates(State.DEAD);
        Page first = operations.list(dead, null, 20);
        assertThat(first.requests()).hasSize(20).allSatisfy(request -> {
            assertThat(request.reason()).isEqualTo("action-http");
            assertThat(request.attempts()).isEqualTo(3);
            assertThat(request.proven()).isTrue();
        });
        assertThat(operations.list(dead, first.next(), 20).requests()).hasSize(5);
        assertThat(sqs.hidden("dead")).isZero();
        assertThat(sqs.messages("dead")).hasSize(25);
    }

    @Test
    void groups_takeDigitsTogether() throws Exception {
        for (int i = 0; i < 5; i++) {
            letter("dead", "shop", i, "{}", "action-http");
        }
        letter("unproven", "shop", 9, "{}", "secret");
        List<Group> groups = operations.groups(Filter.ALL.withStates(State.DEAD, State.UNPROVEN));
        assertThat(groups).hasSize(2);
        assertThat(groups.getFirst().count()).isEqualTo(5);
        assertThat(groups.getFirst().detail()).isEqualTo("it answered # for order #");
        someRequests();
        assertThat(operations.groups(Filter.ALL)).hasSize(6);
    }

    @Test
    void show_tellsAttemptsActionsAndReplays() throws Exception {
        someRequests();
        logs.add(NOW.minusSeconds(60), "Source", "shop", "id", id(8), "Outcome", "Done", "replayOf", id(1));
        RequestLife life = Objects.requireNonNull(operations.show(id(1)));
        assertThat(life.request().senderId()).isEqualTo("order-1");
        assertThat(life.request().type()).isEqualTo("orders/create");
        assertThat(life.request().receivedAt()).isEqualTo(NOW.minusSeconds(3599));
        assertThat(life.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.steps()).extracting(step -> step.action()).containsExactly("archive", "http");
            assertThat(attempt.duration().toMillis()).isEqualTo(12);
        });
        assertThat(life.body()).isEqualTo(RequestLife.Body.ARCHIVE);
        assertThat(life.archiveKey()).isEqualTo(KEY_OF_ONE);
        assertThat(life.replays()).containsExactly(id(8));
        RequestLife retrying = Objects.requireNonNull(operations.show(id(2)));
        assertThat(retrying.request().until()).isEqualTo(NOW.minusSeconds(3498 - 40));
        assertThat(operations.show(id(77))).isNull();
    }

    /** What SQS itself moved away has no line of the worker. */
    @Test
    void show_ofALetterWithoutALine() throws Exception {
        letter("dead", "shop", 5, "{}", "poison");
        RequestLife life = Objects.requireNonNull(operations.show(id(5)));
        assertThat(life.request().state()).isEqualTo(State.DEAD);
        assertThat(life.attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.reason()).isEqualTo("poison"));
        assertThat(sqs.hidden("dead")).isZero();
    }

    @Test
    void envelope_fromTheLetterItsInboxObjectAndTheArchive() throws Exception {
        someRequests();
        letter("dead", "shop", 3, "{\"n\":3}", "action-http");
        assertThat(body(id(3))).isEqualTo("{\"n\":3}");

        QueueMessage large = message("shop", 30, "large");
        String key = "inbox/2026/03/04/shop/" + id(30);
        s3.put(key, InboxObject.write(large), Map.of());
        sqs.put("unproven", new io.weir.envelope.Delivery.InboxPointer("bucket", key).notification(), Map.of(), ROLE);
        assertThat(body(id(30))).isEqualTo("large");
        assertThat(Objects.requireNonNull(operations.show(id(30))).body()).isEqualTo(RequestLife.Body.INBOX);

        s3.put(
                KEY_OF_ONE,
                "{\"n\":1}".getBytes(StandardCharsets.UTF_8),
                Map.of(
                        "source",
                        "shop",
                        "id",
                        "order-1",
                        "received-at",
                        "2026-03-04T11:00:00Z",
                        "headers",
                        "{\"x-shopify-topic\":\"orders/create\"}"));
        ReceivedRequest archived = Objects.requireNonNull(operations.envelope(id(1)));
        assertThat(archived.url()).isEqualTo("https://door/shop");
        assertThat(archived.header("x-shopify-topic")).isEqualTo("orders/create");
        assertThat(new String(archived.body(), StandardCharsets.UTF_8)).isEqualTo("{\"n\":1}");
        assertThat(operations.envelope(id(4))).isNull();
    }

    /** The archive knows neither the query nor the signature; those who listen want both. */
    @Test
    void envelope_fromTheListenQueue_isTheOriginal() throws Exception {
        accepted(1);
        logs.add(NOW.minusSeconds(60), "Source", "shop", "id", id(1), "Outcome", "Done", "archiveKey", KEY_OF_ONE);
        for (int i = 0; i < 15; i++) {
            QueueMessage copy = message("shop", i, "{\"n\":" + i + "}");
            sqs.put("listen", copy.body(), copy.attributes(), ROLE);
        }
        Deployment deployment = Deployment.parse(
                "weir", DESCRIPTION.replace("\"dead\": \"dead\"", "\"dead\": \"dead\", \"listen\": \"listen\""));
        AwsOperations listening = new AwsOperations(
                account,
                deployment,
                new io.weir.operations.aws.ledger.FilteredQueries(
                        new io.weir.operations.aws.ledger.LogScan(logs, deployment.logGroups())),
                java.time.Clock.fixed(NOW, java.time.ZoneOffset.UTC));
        ReceivedRequest heard = Objects.requireNonNull(listening.envelope(id(1)));
        assertThat(new String(heard.body(), StandardCharsets.UTF_8)).isEqualTo("{\"n\":1}");
        assertThat(heard.header("x-customer")).isEqualTo("c-1");
        assertThat(sqs.messages("listen")).hasSize(15);
        assertThat(sqs.hidden("listen")).isZero();
        int looks = sqs.calls("receive");
        assertThat(listening.envelope(id(1))).isEqualTo(heard);
        assertThat(sqs.calls("receive")).isEqualTo(looks);
    }

    private String body(String id) throws Exception {
        return new String(Objects.requireNonNull(operations.envelope(id)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void replay_sendsTheArchivedRequestUnderANewIdAndTheOperatorsVoucher() throws Exception {
        someRequests();
        s3.put(
                KEY_OF_ONE,
                "{\"n\":1}".getBytes(StandardCharsets.UTF_8),
                Map.of("source", "shop", "received-at", "2026-03-04T11:00:00Z"));
        s3.put(KEY_OF_ONE + "~headers", "{\"x-long\":\"yes\"}".getBytes(StandardCharsets.UTF_8), Map.of());
        Tally tally = operations.change(
                new Change.Replay("http"), Filter.ALL.withStates(State.DONE), 0, (done, failed, total) -> true);
        assertThat(tally.done()).isEqualTo(1);
        Message sent = sqs.messages("queue").getFirst();
        Map<String, String> attributes = new HashMap<>();
        sent.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
        ReceivedRequest opened = new QueueMessage(sent.body(), attributes).open();
        assertThat(tally.ids()).containsExactly(opened.id());
        assertThat(opened.header("x-long")).isEqualTo("yes");
        Voucher voucher =
                Objects.requireNonNull(Voucher.parse(Objects.requireNonNull(QueueMessage.voucherOf(attributes))));
        assertThat(voucher.of()).isEqualTo(id(1));
        assertThat(voucher.action()).isEqualTo("http");
        assertThat(voucher.vouchesFor(
                        KEY.getBytes(StandardCharsets.UTF_8), Objects.requireNonNull(opened.id()), opened))
                .isTrue();
    }

    @Test
    void replay_ofALargeOne_goesByTheInbox() throws Exception {
        someRequests();
        s3.put(KEY_OF_ONE, new byte[300_000], Map.of("source", "shop", "received-at", "2026-03-04T11:00:00Z"));
        Tally tally = operations.change(
                new Change.Replay(null), Filter.ALL.withIds(List.of(id(1))), 0, (done, failed, total) -> true);
        assertThat(tally.done()).isEqualTo(1);
        assertThat(sqs.messages("queue")).isEmpty();
        assertThat(s3.keys()).contains("inbox/2026/03/04/shop/" + tally.ids().getFirst());
    }

    @Test
    void replay_ofWhatIsKeptNowhere_failsAndSaysWhy() throws Exception {
        someRequests();
        Tally tally = operations.change(
                new Change.Replay(null), Filter.ALL.withIds(List.of(id(1))), 0, (done, failed, total) -> true);
        assertThat(tally.failed()).isEqualTo(1);
        assertThat(tally.problems().getFirst().why()).contains("archive");
        assertThatThrownBy(() -> operations.change(
                        new Change.Replay(null), Filter.ALL.withStates(State.DEAD), 0, (done, failed, total) -> true))
                .isInstanceOf(OperationsException.class);
    }

    @Test
    void status_countsQueuesAndTheLastDay() throws Exception {
        someRequests();
        letter("dead", "shop", 3, "{}", "action-http");
        Status status = operations.status();
        assertThat(status.queues())
                .extracting(Status.QueueStatus::name)
                .containsExactly("queue", "retry", "retry-unproven", "dead", "unproven");
        assertThat(status.queues().get(3).waiting()).isEqualTo(1);
        assertThat(status.warnings()).singleElement().asString().contains("1 dead letters");
        Status.SourceStatus shop = status.sources().get(1);
        assertThat(shop.name()).isEqualTo("shop");
        assertThat(shop.secret()).isEqualTo(Status.Secret.UNKNOWN);
        assertThat(shop.hours()).hasSize(24);
        assertThat(shop.hours().stream().mapToLong(Long::longValue).sum()).isEqualTo(6);
        assertThat(shop.lastDay())
                .isEqualTo(Map.of(
                        State.DONE, 1L, State.RETRYING, 1L, State.DEAD, 1L, State.REJECTED, 1L, State.DUPLICATE, 1L));
    }

    /** A parameter has 8 KB, and many sources more. */
    @Test
    void description_isReadGzippedToo() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(DESCRIPTION.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Deployment.parse("weir", Base64.getEncoder().encodeToString(bytes.toByteArray())))
                .isEqualTo(Deployment.parse("weir", DESCRIPTION));
    }

    @Test
    void describesItself_andSaysWhatIsMissing() throws Exception {
        assertThat(operations.target().text()).isEqualTo("account 123456789012, eu-central-1, deployment weir");
        assertThat(operations.target().typed()).isEqualTo("weir");
        assertThatThrownBy(() -> account.describe("other"))
                .isInstanceOf(OperationsException.class)
                .hasMessageContaining("/weir/other");
        assertThatThrownBy(() -> Deployment.parse("weir", "{\"queues\": {}}")).hasMessageContaining("queues/queue");
        assertThatThrownBy(() -> Deployment.parse("weir", "nonsense")).isInstanceOf(OperationsException.class);
        assertThatThrownBy(() -> Deployment.parse("weir", "!")).isInstanceOf(OperationsException.class);
        assertThat(operations.deployment().sources().keySet()).isEqualTo(Set.of("shop", "budgets"));
    }
}
