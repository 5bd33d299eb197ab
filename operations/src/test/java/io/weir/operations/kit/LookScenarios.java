package io.weir.operations.kit;

import static io.weir.operations.kit.World.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.AttemptSummary;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.kit.Subject.Ability;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator sees. */
final class LookScenarios {
    private static final Set<State> DONE = Set.of(State.DONE);
    private static final Set<State> DEAD = Set.of(State.DEAD);

    private LookScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(List.of(
                Scenario.of("a list is newest first", DONE, LookScenarios::newestFirst),
                Scenario.of("pages of one leave out none and repeat none", DONE, LookScenarios::pages),
                Scenario.of("a page of no request, or of too many, is refused", Set.of(), LookScenarios::limits),
                Scenario.of("a filter that admits none gives an empty last page", Set.of(), LookScenarios::none),
                Scenario.of("a source is told from another", DONE, LookScenarios::bySource),
                Scenario.of("several sources admit any of them", DONE, LookScenarios::bySources),
                Scenario.of("a reason is matched with stars, and from end to end", DEAD, LookScenarios::byReason),
                Scenario.of("since admits its moment, until does not", DONE, LookScenarios::byTime),
                Scenario.of("an id is found by its beginning, in any case", DONE, LookScenarios::byId),
                Scenario.of("all that is given must hold", Set.of(State.DEAD, State.DONE), LookScenarios::byAll),
                Scenario.of("a proven request is found by type and sender's id", DONE, LookScenarios::byIdentity)
                        .needing(Ability.IDENTITY),
                Scenario.of("a text is found in bodies in any case", DONE, LookScenarios::byText)
                        .needing(Ability.GREP),
                Scenario.of("what is not there is null", Set.of(), LookScenarios::unknown),
                Scenario.of("the way of a dead one tells why", DEAD, LookScenarios::wayOfDead),
                Scenario.of("the envelope is as it came", DEAD, LookScenarios::envelope),
                Scenario.of("groups count", Set.of(State.DEAD, State.DONE), LookScenarios::groups),
                Scenario.of("the target is named", Set.of(), LookScenarios::target),
                Scenario.of("the status has a version and its queues", Set.of(), LookScenarios::status)
                        .needing(Ability.QUEUES)));
        for (State state : State.values()) {
            if (state != State.REMOVED && state != State.RUNNING) {
                all.add(Scenario.of("found as " + state.text(), Set.of(state), world -> byState(world, state)));
            }
        }
        return all;
    }

    private static void newestFirst(World world) throws Exception {
        List<String> ids = world.bring(State.DONE, 3);
        world.eventually(() -> assertThat(world.ids(Filter.ALL.withIds(ids))).isEqualTo(ids.reversed()));
    }

    private static void pages(World world) throws Exception {
        List<String> ids = world.bring(State.DONE, 4);
        Filter filter = Filter.ALL.withIds(ids);
        world.eventually(() -> assertThat(world.ids(filter, 1)).isEqualTo(ids.reversed()));
        assertThat(world.ids(filter, 3)).isEqualTo(ids.reversed());
    }

    private static void limits(World world) {
        for (int limit : new int[] {-1, 0, 1001}) {
            assertThatThrownBy(() -> world.operations().list(Filter.ALL, null, limit))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void none(World world) throws Exception {
        assertThat(world.ids(only("01ZZZZZZZZZZZZZZZZZZZZZZZZ"))).isEmpty();
    }

    private static void byState(World world, State state) throws Exception {
        String id = world.bring(state);
        RequestSummary summary = world.life(id).request();
        assertThat(summary.state()).isEqualTo(state);
        assertThat(world.ids(only(id).withStates(state))).containsExactly(id);
        for (State other : State.values()) {
            boolean same = other == state || (waits(other) && waits(state));
            if (!same) {
                assertThat(world.ids(only(id).withStates(other)))
                        .as(other.text())
                        .isEmpty();
            }
        }
        if (state == State.RETRYING) {
            assertThat(summary.until()).isNotNull();
        }
    }

    private static boolean waits(State state) {
        return state == State.WAITING || state == State.RUNNING;
    }

    private static void bySource(World world) throws Exception {
        String one = world.bring(State.DONE);
        String other = world.subject().bring(State.DONE, world.subject().otherSource(), world.mark());
        Filter both = only(one, other);
        assertThat(world.ids(both.withSources(world.subject().source()))).containsExactly(one);
        assertThat(world.ids(both.withSources(world.subject().otherSource()))).containsExactly(other);
        assertThat(world.ids(both.withSources("no-such-source"))).isEmpty();
    }

    private static void bySources(World world) throws Exception {
        String one = world.bring(State.DONE);
        String other = world.subject().bring(State.DONE, world.subject().otherSource(), world.mark());
        Filter either = only(one, other)
                .withSources(world.subject().source(), world.subject().otherSource());
        assertThat(world.ids(either)).containsExactlyInAnyOrder(one, other);
    }

    private static void byReason(World world) throws Exception {
        String id = world.bring(State.DEAD);
        String reason = Objects.requireNonNull(world.life(id).request().reason());
        String half = reason.substring(0, reason.length() / 2);
        assertThat(world.ids(only(id).withReason(reason))).containsExactly(id);
        assertThat(world.ids(only(id).withReason(half + "*"))).containsExactly(id);
        assertThat(world.ids(only(id).withReason("*" + reason.substring(1)))).containsExactly(id);
        assertThat(world.ids(only(id).withReason("*"))).containsExactly(id);
        assertThat(world.ids(only(id).withReason(half))).isEmpty();
        assertThat(world.ids(only(id).withReason("%"))).isEmpty();
        assertThat(world.ids(only(id).withReason("_".repeat(reason.length())))).isEmpty();
        assertThat(world.ids(only(id).withReason(".*"))).isEmpty();
    }

    private static void byTime(World world) throws Exception {
        String id = world.bring(State.DONE);
        Instant at = world.life(id).request().receivedAt();
        assertThat(world.ids(only(id).between(at, at.plusMillis(1)))).containsExactly(id);
        assertThat(world.ids(only(id).between(at, null))).containsExactly(id);
        assertThat(world.ids(only(id).between(null, at))).isEmpty();
        assertThat(world.ids(only(id).between(at.plusMillis(1), null))).isEmpty();
    }

    private static void byId(World world) throws Exception {
        String id = world.bring(State.DONE);
        assertThat(world.ids(only(id))).containsExactly(id);
        assertThat(world.ids(only(id.substring(0, 16)))).containsExactly(id);
        assertThat(world.ids(only(id.substring(0, 16).toLowerCase(Locale.ROOT))))
                .containsExactly(id);
        assertThat(world.ids(only(id.substring(0, Filter.SHORTEST_PREFIX - 1)))).isEmpty();
        assertThat(world.ids(only(id + "X"))).isEmpty();
    }

    private static void byAll(World world) throws Exception {
        String dead = world.bring(State.DEAD);
        String done = world.bring(State.DONE);
        Filter filter = only(dead, done).withSources(world.subject().source());
        assertThat(world.ids(filter)).containsExactly(done, dead);
        assertThat(world.ids(filter.withStates(State.DEAD))).containsExactly(dead);
        assertThat(world.ids(filter.withStates(State.DEAD, State.DONE))).containsExactly(done, dead);
        assertThat(world.ids(filter.withStates(State.DEAD)
                        .withSources(world.subject().otherSource())))
                .isEmpty();
    }

    private static void byIdentity(World world) throws Exception {
        String id = world.bring(State.DONE);
        RequestSummary summary = world.life(id).request();
        String senderId = Objects.requireNonNull(summary.senderId());
        assertThat(summary.proven()).isTrue();
        assertThat(world.ids(only(senderId))).containsExactly(id);
        assertThat(world.ids(only(id).withType(summary.type()))).containsExactly(id);
        assertThat(world.ids(only(id).withType(summary.type() + "x"))).isEmpty();
    }

    private static void byText(World world) throws Exception {
        String id = world.bring(State.DONE);
        assertThat(world.ids(Filter.ALL.withGrep(world.mark()))).containsExactly(id);
        assertThat(world.ids(Filter.ALL.withGrep(world.mark().toUpperCase(Locale.ROOT))))
                .containsExactly(id);
        assertThat(world.ids(only(id).withGrep("%"))).isEmpty();
        assertThat(world.ids(Filter.ALL.withGrep("no " + world.mark()))).isEmpty();
    }

    private static void unknown(World world) throws Exception {
        assertThat(world.operations().show("01ZZZZZZZZZZZZZZZZZZZZZZZZ")).isNull();
        assertThat(world.operations().envelope("01ZZZZZZZZZZZZZZZZZZZZZZZZ")).isNull();
    }

    private static void wayOfDead(World world) throws Exception {
        RequestLife life = world.life(world.bring(State.DEAD));
        AttemptSummary last = life.attempts().getLast();
        assertThat(last.outcome()).isEqualTo("Dead");
        assertThat(last.reason()).isEqualTo(life.request().reason()).isNotBlank();
        assertThat(life.request().attempts()).isEqualTo(life.attempts().size()).isPositive();
        assertThat(life.request().updatedAt()).isAfterOrEqualTo(life.request().receivedAt());
        assertThat(life.body()).isNotEqualTo(RequestLife.Body.GONE);
    }

    private static void envelope(World world) throws Exception {
        String id = world.bring(State.DEAD);
        ReceivedRequest envelope = Objects.requireNonNull(world.operations().envelope(id));
        assertThat(new String(envelope.body(), StandardCharsets.UTF_8)).contains(world.mark());
        assertThat(envelope.body().length)
                .isEqualTo((int) world.life(id).request().bytes());
        assertThat(envelope.source()).isEqualTo(world.subject().source());
        assertThat(envelope.method()).isEqualTo("POST");
        assertThat(envelope.headers()).containsKey("content-type");
        assertThat(envelope.receivedAt()).isEqualTo(world.life(id).request().receivedAt());
    }

    private static void groups(World world) throws Exception {
        List<String> ids = world.bring(State.DEAD, 3);
        String done = world.bring(State.DONE);
        List<String> all = new ArrayList<>(ids);
        all.add(done);
        List<Group> groups = world.operations().groups(Filter.ALL.withIds(all));
        assertThat(groups).hasSize(2);
        Group dead = groups.getFirst();
        assertThat(dead.state()).isEqualTo(State.DEAD);
        assertThat(dead.count()).isEqualTo(3);
        assertThat(dead.reason()).isEqualTo(world.life(ids.getFirst()).request().reason());
        assertThat(dead.oldest()).isEqualTo(world.life(ids.getFirst()).request().receivedAt());
        assertThat(dead.newest()).isEqualTo(world.life(ids.getLast()).request().receivedAt());
        assertThat(groups.getLast().state()).isEqualTo(State.DONE);
        @Nullable String reason = groups.getLast().reason();
        assertThat(reason).isNull();
    }

    private static void target(World world) {
        assertThat(world.operations().target().text()).isNotBlank();
    }

    private static void status(World world) throws Exception {
        Status status = world.operations().status();
        assertThat(status.version()).isNotBlank();
        assertThat(status.queues()).extracting(Status.QueueStatus::name).contains("queue", "dead", "unproven");
    }
}
