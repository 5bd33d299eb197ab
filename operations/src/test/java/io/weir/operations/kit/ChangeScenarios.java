package io.weir.operations.kit;

import static io.weir.operations.kit.World.GO_ON;
import static io.weir.operations.kit.World.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.operations.AttemptSummary;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.RequestLife;
import io.weir.operations.State;
import io.weir.operations.Tally;
import io.weir.operations.kit.Subject.Ability;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What an operator does. */
final class ChangeScenarios {
    private static final Change RETRY = new Change.Retry();
    private static final Change REPLAY = new Change.Replay(null);
    private static final Change REMOVE = new Change.Remove();
    private static final Set<State> DEAD = Set.of(State.DEAD);
    private static final Set<State> DONE = Set.of(State.DONE);

    private ChangeScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(List.of(
                Scenario.of("a retry leaves done ones alone", DONE, ChangeScenarios::retryOfDone),
                Scenario.of("a retry changes what the filter admits alone", DEAD, ChangeScenarios::retryOfSome),
                Scenario.of("a retry is an attempt of the operator", DEAD, ChangeScenarios::deed)
                        .needing(Ability.DEEDS),
                Scenario.of("what has no body left is counted as failed", DEAD, ChangeScenarios::withoutBody)
                        .needing(Ability.FORGETTING),
                Scenario.of("a change of none is a tally of none", Set.of(), ChangeScenarios::none),
                Scenario.of("a replay is a new request that names the old one", DONE, ChangeScenarios::replay),
                Scenario.of("a replay leaves dead ones alone", DEAD, ChangeScenarios::replayOfDead),
                Scenario.of("a removed one keeps its trace alone", DEAD, ChangeScenarios::remove),
                Scenario.of("a change ends when its progress says so", DEAD, ChangeScenarios::interrupted),
                Scenario.of("progress counts to the total", DEAD, ChangeScenarios::progress),
                Scenario.of("a change is cancelled by another thread", DEAD, ChangeScenarios::cancelled)
                        .needing(Ability.CANCEL)));
        for (State state : new State[] {State.DEAD, State.UNPROVEN, State.RETRYING, State.REJECTED}) {
            all.add(Scenario.of(
                    "a retry has " + state.text() + " ones tried now", Set.of(state), world -> retry(world, state)));
        }
        return all;
    }

    private static void retry(World world, State state) throws Exception {
        String id = world.bring(state);
        int attempts = world.life(id).attempts().size();
        Tally tally = world.operations().change(RETRY, only(id).withStates(state), 0, GO_ON);
        assertThat(tally).isEqualTo(new Tally(1, 0, false, List.of(), List.of()));
        world.eventually(() -> {
            RequestLife life = world.life(id);
            boolean triedSince = life.attempts().size() > attempts + 1;
            assertThat(triedSince || life.request().state() != state).isTrue();
        });
    }

    private static void retryOfDone(World world) throws Exception {
        String id = world.bring(State.DONE);
        Tally tally = world.operations().change(RETRY, only(id), 0, GO_ON);
        assertThat(tally.done() + tally.failed()).isZero();
        assertThat(world.life(id).request().state()).isEqualTo(State.DONE);
    }

    private static void retryOfSome(World world) throws Exception {
        List<String> ids = world.bring(State.DEAD, 2);
        assertThat(world.operations()
                        .change(RETRY, only(ids.getFirst()), 0, GO_ON)
                        .done())
                .isEqualTo(1);
        assertThat(world.life(ids.getLast()).request().state()).isEqualTo(State.DEAD);
    }

    private static void deed(World world) throws Exception {
        String id = world.bring(State.DEAD);
        world.operations().change(RETRY, only(id), 0, GO_ON);
        world.eventually(() -> assertThat(world.life(id).attempts())
                .anyMatch(one -> one.outcome().equals(AttemptSummary.OPERATOR) && "retry".equals(one.reason())));
    }

    private static void withoutBody(World world) throws Exception {
        List<String> ids = world.bring(State.DEAD, 2);
        world.subject().forgetBody(ids.getFirst());
        Tally tally = world.operations().change(RETRY, Filter.ALL.withIds(ids), 0, GO_ON);
        assertThat(tally.done()).isEqualTo(1);
        assertThat(tally.failed()).isEqualTo(1);
        assertThat(tally.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.id()).isEqualTo(ids.getFirst());
            assertThat(problem.why()).isNotBlank();
        });
    }

    private static void none(World world) throws Exception {
        Tally tally = world.operations().change(RETRY, only("01ZZZZZZZZZZZZZZZZZZZZZZZZ"), 0, GO_ON);
        assertThat(tally).isEqualTo(new Tally(0, 0, false, List.of(), List.of()));
    }

    private static void replay(World world) throws Exception {
        String id = world.bring(State.DONE);
        Tally tally = world.operations().change(REPLAY, only(id), 0, GO_ON);
        assertThat(tally.done()).isEqualTo(1);
        assertThat(tally.ids()).hasSize(1).doesNotContain(id);
        String replay = tally.ids().getFirst();
        world.eventually(() -> {
            assertThat(world.life(replay).request().replayOf()).isEqualTo(id);
            assertThat(world.life(id).replays()).containsExactly(replay);
        });
    }

    private static void replayOfDead(World world) throws Exception {
        String id = world.bring(State.DEAD);
        Tally tally = world.operations().change(REPLAY, only(id), 0, GO_ON);
        assertThat(tally.done() + tally.failed()).isZero();
        assertThat(tally.ids()).isEmpty();
    }

    private static void remove(World world) throws Exception {
        String id = world.bring(State.DEAD);
        assertThat(world.operations().change(REMOVE, only(id), 0, GO_ON).done()).isEqualTo(1);
        world.eventually(() -> {
            assertThat(world.life(id).request().state()).isEqualTo(State.REMOVED);
            assertThat(world.operations().envelope(id)).isNull();
        });
        assertThat(world.operations().change(RETRY, only(id), 0, GO_ON).done()).isZero();
        assertThat(world.operations().change(REMOVE, only(id), 0, GO_ON).done()).isZero();
    }

    /** At some rate: a making may be told one step late. */
    private static void interrupted(World world) throws Exception {
        List<String> ids = world.bring(State.DEAD, 20);
        Tally tally = world.operations().change(RETRY, Filter.ALL.withIds(ids), 10, (done, failed, total) -> false);
        assertThat(tally.isInterrupted()).isTrue();
        assertThat(tally.done()).isBetween(0L, 19L);
    }

    private static void progress(World world) throws Exception {
        List<String> ids = world.bring(State.DEAD, 3);
        List<Long> steps = new ArrayList<>();
        world.operations().change(RETRY, Filter.ALL.withIds(ids), 0, (done, failed, total) -> {
            steps.add(done);
            assertThat(failed).isZero();
            assertThat(total).isIn(3L, -1L);
            return true;
        });
        assertThat(steps).isSorted().endsWith(3L);
    }

    private static void cancelled(World world) throws Exception {
        List<String> ids = world.bring(State.DEAD, 3);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            CompletableFuture<Tally> tally = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return world.operations().change(RETRY, Filter.ALL.withIds(ids), 0.05, GO_ON);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    },
                    threads);
            await().atMost(world.subject().patience())
                    .until(() -> world.operations().cancel() > 0 || tally.isDone());
            Tally ended =
                    Objects.requireNonNull(tally.get(world.subject().patience().toMillis(), TimeUnit.MILLISECONDS));
            assertThat(ended.isInterrupted()).isTrue();
            assertThat(ended.done()).isLessThan(3);
        }
    }
}
