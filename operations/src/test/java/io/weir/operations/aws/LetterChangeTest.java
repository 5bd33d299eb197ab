package io.weir.operations.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.Attributes;
import io.weir.envelope.QueueMessage;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.OperationsException;
import io.weir.operations.State;
import io.weir.operations.Tally;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Retrying and removing what lies dead or unproven. */
class LetterChangeTest extends AwsFixture {
    private static final Change RETRY = new Change.Retry();

    private Tally change(Change change, Filter filter) throws Exception {
        return operations.change(change, filter, 0, (done, failed, total) -> true);
    }

    private Set<String> idsOn(String... queues) {
        Set<String> ids = new TreeSet<>();
        for (String queue : queues) {
            for (Message message : sqs.messages(queue)) {
                ids.add(QueueMessage.idOf(
                        Map.of("source", "x", "request", String.valueOf(sqs.text(message, "request")))));
            }
        }
        return ids;
    }

    @Test
    void retry_matching_goOnWithoutTheirFailure_andTheRestIsVisibleAgain() throws Exception {
        for (int i = 0; i < 30; i++) {
            letter("dead", "shop", i, "{\"n\":" + i + "}", i % 3 == 0 ? "action-http" : "action-email");
        }
        Tally tally = change(RETRY, Filter.ALL.withReason("action-h*"));
        assertThat(tally.done()).isEqualTo(10);
        assertThat(tally.failed()).isZero();
        assertThat(sqs.messages("queue")).hasSize(10).allSatisfy(message -> {
            assertThat(message.messageAttributes()).doesNotContainKey("failure").containsKeys("source", "request");
            assertThat(message.body()).startsWith("{\"n\":");
        });
        assertThat(sqs.messages("dead")).hasSize(20);
        assertThat(sqs.hidden("dead")).isZero();
    }

    @Test
    void retry_keepsGroupAndTrace() throws Exception {
        letter("unproven", "shop", 1, "{}", "secret");
        change(RETRY, Filter.ALL.withStates(State.UNPROVEN));
        sqs.showAll();
        letter("dead", "shop", 2, "{}", "action-http");
        assertThat(idsOn("queue")).containsExactly(id(1));
        assertThat(idsOn("dead")).containsExactly(id(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void retry_killedAtRandomSteps_losesNoMessageAtAnyMoment(long seed) throws Exception {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            letter("dead", "shop", i, "{\"n\":" + i + "}", "action-http");
            all.add(id(i));
        }
        sqs.invariant = queues -> assertThat(idsOn("dead", "queue")).isEqualTo(new TreeSet<>(all));
        Random random = new Random(seed);
        int kills = 0;
        while (!sqs.messages("dead").isEmpty()) {
            sqs.killIn(random.nextInt(120));
            try {
                change(RETRY, Filter.ALL.withStates(State.DEAD));
            } catch (FakeQueues.Killed e) {
                kills++;
            }
            sqs.showAll();
        }
        assertThat(kills).isPositive();
        assertThat(idsOn("queue")).isEqualTo(new TreeSet<>(all));
        // A crash between the two steps leaves a copy, which the worker's claims absorb: one a kill at most.
        assertThat(sqs.messages("queue")).hasSizeBetween(300, 300 + kills);
    }

    /** What fails again at once comes back as a new message of the same id. */
    @Test
    void retry_ofWhatFailsAgainAtOnce_endsNevertheless() throws Exception {
        for (int i = 0; i < 5; i++) {
            letter("dead", "shop", i, "{}", "action-http");
        }
        int[] sent = {0};
        sqs.invariant = queues -> {
            int now = sqs.messages("queue").size();
            while (sent[0] < now) {
                letter("dead", "shop", sent[0]++ % 5, "{}", "action-http");
            }
        };
        assertThat(change(RETRY, Filter.ALL.withStates(State.DEAD)).done()).isEqualTo(5);
    }

    @Test
    void retry_ofWhatSqsItselfMovedAway_doesNotMakeItsAttributesTheDoorsWord() throws Exception {
        QueueMessage message = message("shop", 1, "{}");
        sqs.put("dead", message.body(), message.attributes(), "AIDAIT2UOQQY3AUEKVGXU");
        Map<String, String> waited = new HashMap<>(message("shop", 2, "{}").attributes());
        waited.put(Attributes.RETRY, "{\"senderId\":\"AIDAIT2UOQQY3AUEKVGXU\"}");
        sqs.put("dead", "{}", waited, ROLE);
        change(RETRY, Filter.ALL.withStates(State.DEAD));
        assertThat(sqs.messages("queue"))
                .hasSize(2)
                .anySatisfy(sent -> assertThat(sent.messageAttributes().keySet())
                        .contains("raw-source", "raw-request")
                        .doesNotContain("source"));
        assertThat(sqs.messages("queue"))
                .anySatisfy(sent -> assertThat(sqs.text(sent, "retry")).contains("AIDAIT2UOQQY3AUEKVGXU"));
    }

    @Test
    void retry_byIdSourceAndText() throws Exception {
        letter("dead", "shop", 1, "{\"name\":\"Ada Lovelace\"}", "action-http");
        letter("dead", "shop", 2, "{\"name\":\"Grace\"}", "action-http");
        letter("dead", "budgets", 3, "{}", "action-http");
        assertThat(change(RETRY, Filter.ALL.withGrep("ada love")).done()).isEqualTo(1);
        assertThat(change(RETRY, Filter.ALL.withSources("budgets")).done()).isEqualTo(1);
        assertThat(change(RETRY, Filter.ALL.withIds(List.of(id(2)))).done()).isEqualTo(1);
        assertThat(sqs.messages("dead")).isEmpty();
    }

    /** A letter does not know the id or the type that its sender gave; the log does. */
    @Test
    void retry_bySendersIdAndType_asksTheLog() throws Exception {
        letter("dead", "shop", 1, "{}", "action-http");
        letter("dead", "shop", 2, "{}", "action-http");
        logs.add(
                NOW.minusSeconds(60),
                "Source",
                "shop",
                "id",
                id(1),
                "Outcome",
                "Dead",
                "Reason",
                "action-http",
                "proven",
                true,
                "eventId",
                "order \"7\"",
                "eventType",
                "orders/create");
        assertThat(change(RETRY, Filter.ALL.withType("orders/delete")).done()).isZero();
        assertThat(change(RETRY, Filter.ALL.withIds(List.of("order \"7\""))).done())
                .isEqualTo(1);
        assertThat(idsOn("queue")).containsExactly(id(1));
    }

    @Test
    void remove_deletesWhatMatches() throws Exception {
        letter("dead", "shop", 1, "{}", "action-http");
        letter("unproven", "shop", 2, "{}", "secret");
        assertThat(change(new Change.Remove(), Filter.ALL.withReason("secret")).done())
                .isEqualTo(1);
        assertThat(sqs.messages("unproven")).isEmpty();
        assertThat(sqs.messages("dead")).hasSize(1);
    }

    @Test
    void retry_thatIsToldToEnd_givesBackTheRest() throws Exception {
        for (int i = 0; i < 30; i++) {
            letter("dead", "shop", i, "{}", "action-http");
        }
        Tally tally = operations.change(RETRY, Filter.ALL, 0, (done, failed, total) -> done < 7);
        assertThat(tally.isInterrupted()).isTrue();
        assertThat(tally.done()).isEqualTo(7);
        assertThat(sqs.messages("dead")).hasSize(23);
        assertThat(sqs.hidden("dead")).isZero();
    }

    @Test
    void cancel_endsTheChangesUnderWay() throws Exception {
        for (int i = 0; i < 30; i++) {
            letter("dead", "shop", i, "{}", "action-http");
        }
        Tally tally = operations.change(RETRY, Filter.ALL, 0, (done, failed, total) -> {
            if (done == 3) {
                assertThat(operations.cancel()).isEqualTo(1);
            }
            return true;
        });
        assertThat(tally.isInterrupted()).isTrue();
        assertThat(tally.done()).isEqualTo(3);
        assertThat(operations.cancel()).isZero();
    }

    @Test
    void retry_isNoFasterThanItMayBe() throws Exception {
        for (int i = 0; i < 6; i++) {
            letter("dead", "shop", i, "{}", "action-http");
        }
        long start = System.nanoTime();
        assertThat(operations
                        .change(RETRY, Filter.ALL, 20, (done, failed, total) -> true)
                        .done())
                .isEqualTo(6);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(250_000_000);
    }

    @Test
    void retry_byAUser_isRefused_sinceTheWorkerWouldNotBelieveIt() {
        caller = "arn:aws:iam::123456789012:user/ada";
        letter("dead", "shop", 1, "{}", "action-http");
        assertThatThrownBy(() -> change(RETRY, Filter.ALL))
                .isInstanceOf(OperationsException.class)
                .hasMessageContaining("role");
        assertThat(sqs.messages("dead")).hasSize(1);
    }

    @Test
    void retry_ofWhatIsHiddenOrNotKept_isRefused() {
        for (State state : List.of(State.RETRYING, State.REJECTED, State.WAITING)) {
            assertThatThrownBy(() -> change(RETRY, Filter.ALL.withStates(state)))
                    .isInstanceOf(OperationsException.class);
        }
    }
}
