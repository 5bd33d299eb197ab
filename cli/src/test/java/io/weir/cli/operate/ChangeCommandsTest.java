package io.weir.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.operations.Filter;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Target;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** retry, replay, rm and purge. */
class ChangeCommandsTest {
    private final Stage stage = new Stage();

    private String bring(State state) {
        return stage.subject().bring(state, "orders", "hello");
    }

    private List<String> bring(State state, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(bring(state));
        }
        return ids;
    }

    private State state(String id) throws IOException {
        return Objects.requireNonNull(stage.fake().show(id)).request().state();
    }

    private long count(State state) {
        return stage.fake().all().stream()
                .map(RequestSummary::state)
                .filter(state::equals)
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "replay", "rm", "purge"})
    void aChange_withoutAnySelection_is2AndSaysWhatToGive(String verb) {
        bring(State.DEAD);
        bring(State.DONE);
        for (String more : new String[] {"--yes", "--json", "--yes --limit=5"}) {
            if (verb.equals("purge") && more.contains("limit")) {
                continue;
            }
            List<String> arguments = new ArrayList<>(List.of(verb));
            arguments.addAll(List.of(more.split(" ")));
            assertThat(stage.onTerminal("y").run(arguments.toArray(new String[0])))
                    .isEqualTo(2);
            assertThat(stage.err()).contains("expected ids, filters such as --source or --since, or --all");
        }
        assertThat(count(State.DEAD) + count(State.DONE)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "replay", "rm", "purge"})
    void aChange_withoutATerminalAndWithoutYes_is2AndSaysSo(String verb) throws Exception {
        String dead = bring(State.DEAD);
        String done = bring(State.DONE);
        assertThat(stage.run(verb, "--all")).isEqualTo(2);
        assertThat(stage.err()).contains("there is no terminal to ask on: expected --yes");
        assertThat(state(dead)).isEqualTo(State.DEAD);
        assertThat(stage.fake().envelope(done)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"y, 0", "Y, 0", "yes, 0", "' yes ', 0", "n, 1", "'', 1", "yess, 1", "no, 1"})
    void aChange_asksWithTargetAndCount(String answer, int exit) throws Exception {
        List<String> ids = bring(State.DEAD, 3);
        stage.fake().target(new Target("account 123456789012, eu-central-1, deployment weir", null));
        assertThat(stage.intoPipe(answer).run("retry", "--all")).isEqualTo(exit);
        assertThat(stage.err())
                .startsWith(
                        "weir: account 123456789012, eu-central-1, deployment weir\nweir: retry 3 requests? [y/N] ");
        assertThat(stage.out()).isEmpty();
        assertThat(state(ids.getFirst())).isEqualTo(exit == 0 ? State.WAITING : State.DEAD);
        assertThat(stage.err()).contains(exit == 0 ? "weir: 3 will be tried now" : "weir: nothing was changed");
    }

    @Test
    void aChange_whoseQuestionNobodyAnswers_changesNothing() throws Exception {
        String id = bring(State.DEAD);
        assertThat(stage.onTerminal().run("rm", id)).isEqualTo(1);
        assertThat(state(id)).isEqualTo(State.DEAD);
    }

    @Test
    void aChange_withYes_asksNobody_andStillNamesTheTarget() throws Exception {
        String id = bring(State.DEAD);
        assertThat(stage.run("retry", id, "--yes")).isZero();
        assertThat(stage.err()).isEqualTo("weir: data folder in memory\nweir: 1 will be tried now\n");
        assertThat(state(id)).isEqualTo(State.WAITING);
    }

    @Test
    void retry_withoutAState_takesWhatFailed_butNotWhatIsRejected() throws Exception {
        String dead = bring(State.DEAD);
        String unproven = bring(State.UNPROVEN);
        String retrying = bring(State.RETRYING);
        String rejected = bring(State.REJECTED);
        String done = bring(State.DONE);
        assertThat(stage.run("retry", "--all", "-y")).isZero();
        for (String id : new String[] {dead, unproven, retrying}) {
            assertThat(state(id)).isEqualTo(State.WAITING);
        }
        assertThat(state(rejected)).isEqualTo(State.REJECTED);
        assertThat(state(done)).isEqualTo(State.DONE);
        assertThat(stage.run("retry", "--rejected", "--id", rejected, "-y")).isZero();
        assertThat(state(rejected)).isEqualTo(State.WAITING);
    }

    @Test
    void retry_ofAStateAlone_isASelection() {
        bring(State.DEAD);
        bring(State.UNPROVEN);
        assertThat(stage.run("retry", "--unproven", "-y")).isZero();
        assertThat(count(State.DEAD)).isEqualTo(1);
        assertThat(count(State.UNPROVEN)).isZero();
        assertThat(stage.run("retry", "--done", "-y")).isEqualTo(2);
        assertThat(stage.run("retry", "--waiting", "-y")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "--source=billing, 1",
        "--reason=action-*, 3",
        "--since=119m, 2",
        "--until=119m, 1",
        "--type=order.paid, 3",
        "--grep=other, 1",
        "--limit=2 --dead, 2"
    })
    void retry_byFilter_takesWhatItAdmits(String options, int count) {
        stage.subject().bring(State.DEAD, "billing", "other");
        bring(State.DEAD, 2);
        List<String> arguments = new ArrayList<>(List.of("retry", "-y"));
        arguments.addAll(List.of(options.split(" ")));
        assertThat(stage.run(arguments.toArray(new String[0]))).isZero();
        assertThat(count(State.WAITING)).isEqualTo(count);
    }

    @Test
    void retry_withALimit_takesTheNewest_throughMoreThanAChunk() throws Exception {
        List<String> ids = bring(State.DEAD, 1300);
        assertThat(stage.run("retry", "--all", "-y", "--limit", "1203")).isZero();
        assertThat(stage.err()).contains("1203 will be tried now");
        assertThat(state(ids.get(96))).isEqualTo(State.DEAD);
        assertThat(state(ids.get(97))).isEqualTo(State.WAITING);
    }

    @Test
    void retry_ofNone_says0_andOfANamedOne1() {
        String done = bring(State.DONE);
        assertThat(stage.run("retry", "--all", "-y")).isZero();
        assertThat(stage.err())
                .contains(
                        "no request matches that can be changed so: retry takes those that are dead, retrying, unproven");
        assertThat(stage.run("retry", done, "-y")).isEqualTo(1);
        assertThat(stage.run("retry", "01ZZZZZZ", "-y")).isEqualTo(1);
    }

    @Test
    void aChange_ofAnIdThatMeansSeveral_changesNone() throws Exception {
        List<String> ids = bring(State.DEAD, 2);
        assertThat(stage.run("rm", ids.getFirst().substring(0, 6), "-y")).isEqualTo(2);
        assertThat(stage.err()).contains("several requests");
        assertThat(state(ids.getFirst())).isEqualTo(State.DEAD);
        assertThat(stage.run("rm", "--id", ids.getFirst().substring(0, 6), "-y"))
                .isZero();
        assertThat(count(State.REMOVED)).isEqualTo(2);
        assertThat(stage.run("rm", "", "-y")).isEqualTo(2);
    }

    @Test
    void retry_ofOneThatFails_is1AndSaysWhy_andTheOthersAreDone() throws Exception {
        List<String> ids = bring(State.DEAD, 3);
        stage.fake().refuseChangesOf(ids.get(1), "the queue refused it\u001b[2J");
        assertThat(stage.run("retry", "--all", "-y")).isEqualTo(1);
        assertThat(stage.err())
                .contains("weir: " + ids.get(1) + ": the queue refused it\\u001b[2J\n")
                .endsWith("weir: 2 will be tried now, 1 failed\n");
        assertThat(count(State.WAITING)).isEqualTo(2);
        assertThat(stage.run("retry", "--all", "-y", "--json")).isEqualTo(1);
        assertThat(stage.json())
                .singleElement()
                .satisfies(tally -> assertThat(tally)
                        .containsEntry("done", BigDecimal.ZERO)
                        .containsEntry("failed", BigDecimal.ONE)
                        .containsEntry("isInterrupted", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "10/y", "1e9", "0/s", "", "10 /s", "NaN"})
    void retry_withARateThatIsNone_is2(String rate) {
        bring(State.DEAD);
        assertThat(stage.run("retry", "--all", "-y", "--rate=" + rate)).isEqualTo(2);
        assertThat(count(State.DEAD)).isEqualTo(1);
    }

    @Test
    void retry_withARate_keepsToIt() {
        bring(State.DEAD, 4);
        long start = System.nanoTime();
        assertThat(stage.run("retry", "--all", "-y", "--rate", "600/m")).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
        assertThat(stage.run("retry", "--all", "-y", "--rate", "9999999/h")).isZero();
    }

    @Test
    void retry_interrupted_is130WithASummary_andTheRestStaysAsItWas() throws Exception {
        bring(State.DEAD, 50);
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() -> stage.run("retry", "--all", "-y", "--rate", "100/s"));
        await().until(() -> stage.isGuarded() && count(State.WAITING) > 0);
        stage.interrupt();
        assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(130);
        assertThat(stage.err()).containsPattern("weir: interrupted: \\d+ will be tried now\n$");
        assertThat(count(State.DEAD)).isPositive();
        assertThat(stage.isGuarded()).isFalse();
    }

    @Test
    void retry_interruptedBetweenChunks_is130() throws Exception {
        bring(State.DEAD, 30);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(
                () -> stage.run("retry", "--all", "-y", "--limit", "25", "--rate", "100/s"));
        await().until(() -> stage.isGuarded() && count(State.WAITING) > 0);
        stage.interrupt();
        assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(130);
        assertThat(count(State.DEAD)).isGreaterThan(5);
    }

    @Test
    void retryCancel_endsAChangeOfAnother() throws Exception {
        bring(State.DEAD, 50);
        Stage other = stage;
        CompletableFuture<Long> ended = CompletableFuture.supplyAsync(() -> {
            try {
                Filter all = Filter.ALL;
                return other.fake()
                        .change(new io.weir.operations.Change.Retry(), all, 20, (done, failed, total) -> true)
                        .done();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        await().until(() -> stage.fake().running() == 1);
        assertThat(stage.run("retry", "--cancel")).isZero();
        assertThat(stage.err()).contains("weir: told 1 to end");
        assertThat(ended.get(20, TimeUnit.SECONDS)).isLessThan(50);
        assertThat(stage.run("retry", "--cancel")).isZero();
        assertThat(stage.err()).contains("no change is under way");
        assertThat(stage.run("retry", "--cancel", "--all")).isEqualTo(2);
        assertThat(stage.run("retry", "--cancel", "01J0000000")).isEqualTo(2);
    }

    @Test
    void progress_isALineEach10s_orABarOnATerminal() {
        bring(State.DEAD, 5);
        stage.clock().step(Duration.ofSeconds(4));
        assertThat(stage.run("retry", "--all", "-y")).isZero();
        assertThat(stage.err().lines().filter(line -> line.matches("weir: \\d of 5")))
                .hasSize(1);

        bring(State.DEAD, 5);
        assertThat(stage.onTerminal().run("retry", "--dead", "-y")).isZero();
        assertThat(stage.err())
                .contains("\r[##############################] 5 of 5")
                .endsWith("\rweir: 5 will be tried now\n");
    }

    @Test
    void replay_ofWhatWasFiltered_isAskedForByItsOption() throws Exception {
        String id = bring(State.FILTERED);
        assertThat(stage.run("replay", id, "-y")).isEqualTo(1);
        assertThat(stage.run("retry", "--filtered", "-y")).isEqualTo(2);
        assertThat(stage.run("replay", "--filtered", id, "-y")).isZero();
        assertThat(Objects.requireNonNull(stage.fake().show(stage.lines().getFirst()))
                        .request()
                        .replayOf())
                .isEqualTo(id);
    }

    @Test
    void replay_printsTheNewIds_whichNameTheOldOnes() throws Exception {
        String id = bring(State.DONE);
        String dead = bring(State.DEAD);
        assertThat(stage.run("replay", id, "-y")).isZero();
        String replay = stage.lines().getFirst();
        assertThat(Objects.requireNonNull(stage.fake().show(replay)).request().replayOf())
                .isEqualTo(id);
        assertThat(stage.run("replay", dead, "-y")).isEqualTo(1);
        assertThat(stage.err()).contains("replay takes those that are done");
        assertThat(stage.run("replay", "--source", "orders", "--action", "http", "-y", "--json"))
                .isZero();
        assertThat((List<?>) stage.json().getFirst().get("ids")).hasSize(1);
        assertThat(Objects.requireNonNull(stage.fake().show(id))
                        .attempts()
                        .getLast()
                        .detail())
                .isEqualTo("http");
    }

    @Test
    void rm_deletesTheBody_andKeepsTheTrace() throws Exception {
        String id = bring(State.DEAD);
        String done = bring(State.DONE);
        assertThat(stage.onTerminal("y").run("rm", id)).isZero();
        assertThat(stage.err()).contains("remove 1 request?", "1 removed");
        assertThat(state(id)).isEqualTo(State.REMOVED);
        assertThat(stage.fake().envelope(id)).isNull();
        assertThat(stage.run("rm", "--done", "-y")).isZero();
        assertThat(state(done)).isEqualTo(State.REMOVED);
        assertThat(stage.run("rm", "--all", "-y")).isZero();
        assertThat(stage.err()).contains("no request matches");
    }

    @Test
    void purge_countsByPlace_andSaysWhatItCannotReach() throws Exception {
        String dead = stage.subject().bring(State.DEAD, "orders", "person@example.org");
        String done = stage.subject().bring(State.DONE, "orders", "PERSON@example.org");
        String other = bring(State.DONE);
        assertThat(stage.run("purge", "--grep", "person@example.org", "-y")).isZero();
        assertThat(stage.lines()).containsExactly("kept\t1", "queue\t1");
        assertThat(stage.err())
                .contains("weir: 2 deleted")
                .contains("weir: cannot be reached from here: mails that were sent");
        assertThat(stage.fake().envelope(dead)).isNull();
        assertThat(stage.fake().show(done)).isNotNull();
        assertThat(stage.fake().envelope(other)).isNotNull();
    }

    @Test
    void purge_withTrace_leavesNothing_andAsJsonTellsAll() throws Exception {
        String id = bring(State.DONE);
        assertThat(stage.run("purge", "--id", id, "--trace", "-y", "--json")).isZero();
        assertThat(stage.json())
                .singleElement()
                .satisfies(purged -> assertThat(purged).containsKeys("deleted", "outOfReach"));
        assertThat(stage.fake().show(id)).isNull();
    }

    @Test
    void purge_byAgeAndSource_takesWhatBothAdmit() throws Exception {
        String old = bring(State.DONE);
        String otherOld = stage.subject().bring(State.DONE, "billing", "hello");
        String young = bring(State.DONE);
        assertThat(stage.run("purge", "--older-than", "118m", "--source", "orders", "-y"))
                .isZero();
        assertThat(stage.fake().envelope(old)).isNull();
        assertThat(stage.fake().envelope(otherOld)).isNotNull();
        assertThat(stage.fake().envelope(young)).isNotNull();
        assertThat(stage.run("purge", "--older-than", "a while", "-y")).isEqualTo(2);
        assertThat(stage.run("purge", "--grep", "", "-y")).isEqualTo(2);
        assertThat(stage.run("purge", "--id", "", "-y")).isEqualTo(2);
        assertThat(stage.run("purge", "--id", "a", "--sender-id", "b", "-y")).isEqualTo(2);
    }

    /** Who sends chooses the id: it must not be possible to have others' content deleted by it. */
    @Test
    void purge_bySendersId_takesNoneThatOnlyBeginsSo() throws Exception {
        String id = bring(State.DONE);
        String other = bring(State.DONE);
        assertThat(stage.run("purge", "--sender-id", "01J000", "-y")).isEqualTo(2);
        assertThat(stage.fake().envelope(other)).isNotNull();
        assertThat(stage.run("purge", "--sender-id", "evt-" + id, "-y")).isZero();
        assertThat(stage.fake().envelope(id)).isNull();
        assertThat(stage.fake().envelope(other)).isNotNull();
    }

    @Test
    void purge_asks_andNo_deletesNothing() throws Exception {
        String id = bring(State.DONE);
        assertThat(stage.onTerminal("n").run("purge", "--id", id)).isEqualTo(1);
        assertThat(stage.err()).contains("delete the content of 1 requests for good?", "nothing was changed");
        assertThat(stage.fake().envelope(id)).isNotNull();
        assertThat(stage.onTerminal("y").run("purge", "--id", id)).isZero();
        assertThat(stage.fake().envelope(id)).isNull();
    }

    @Test
    void purge_ofADeployment_wantsItsNameTyped_whateverIsSaid() throws Exception {
        String id = bring(State.DONE);
        stage.fake().target(new Target("account 123456789012, eu-central-1, deployment weir", "weir"));
        assertThat(stage.run("purge", "--id", id, "--yes")).isEqualTo(2);
        assertThat(stage.err()).contains("--confirm weir");
        assertThat(stage.run("purge", "--id", id, "--confirm", "other")).isEqualTo(1);
        assertThat(stage.onTerminal("y").run("purge", "--id", id, "--yes")).isEqualTo(1);
        assertThat(stage.err()).contains("type weir to go on", "nothing was deleted");
        assertThat(stage.fake().envelope(id)).isNotNull();
        assertThat(stage.onTerminal("weir").run("purge", "--id", id)).isZero();
        assertThat(stage.fake().envelope(id)).isNull();
    }

    @Test
    void purge_withTheNameConfirmed_needsNoTerminal() throws Exception {
        String id = bring(State.DONE);
        stage.fake().target(new Target("deployment weir", "weir"));
        assertThat(stage.run("purge", "--id", id, "--confirm", "weir")).isZero();
        assertThat(stage.fake().envelope(id)).isNull();
    }
}
