package io.weir.operations.kit;

import static io.weir.operations.kit.World.GO_ON;
import static io.weir.operations.kit.World.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import io.weir.operations.Purged;
import io.weir.operations.RequestEvent;
import io.weir.operations.State;
import io.weir.operations.kit.Subject.Ability;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The end of content, and what happens as it happens. */
final class PurgeAndWatchScenarios {
    private static final Set<State> DONE = Set.of(State.DONE);

    private PurgeAndWatchScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("a purge by text deletes that content alone", DONE, PurgeAndWatchScenarios::purge)
                        .needing(Ability.PURGE, Ability.GREP),
                Scenario.of("a purge with trace leaves nothing", DONE, PurgeAndWatchScenarios::purgeTrace)
                        .needing(Ability.PURGE_TRACE),
                Scenario.of("a watcher sees what comes and what becomes of it", DONE, PurgeAndWatchScenarios::watch)
                        .needing(Ability.WATCH),
                Scenario.of("a watcher goes on behind a cursor", DONE, PurgeAndWatchScenarios::cursor)
                        .needing(Ability.WATCH),
                Scenario.of("a cursor of nobody is refused", Set.of(), PurgeAndWatchScenarios::oddCursor)
                        .needing(Ability.WATCH),
                Scenario.of(
                                "a watcher ends when its thread is interrupted",
                                Set.of(),
                                PurgeAndWatchScenarios::interrupted)
                        .needing(Ability.WATCH));
    }

    private static void purge(World world) throws Exception {
        String id = world.bring(State.DONE);
        String other = world.subject().bring(State.DONE, world.subject().source(), "another text");
        Purged purged = world.operations().purge(Filter.ALL.withGrep(world.mark()), false, GO_ON);
        assertThat(purged.deleted().values().stream().mapToLong(Long::longValue).sum())
                .isPositive();
        assertThat(purged.outOfReach()).isNotEmpty();
        world.eventually(() -> assertThat(world.operations().envelope(id)).isNull());
        assertThat(world.operations().show(id)).as("the trace").isNotNull();
        assertThat(world.operations().envelope(other)).isNotNull();
    }

    private static void purgeTrace(World world) throws Exception {
        String id = world.bring(State.DONE);
        world.operations().purge(only(id), true, GO_ON);
        world.eventually(() -> assertThat(world.operations().show(id)).isNull());
        assertThat(world.ids(only(id))).isEmpty();
    }

    /** Watches on a thread of its own until it is closed. */
    private static final class Watch implements AutoCloseable {
        private final BlockingQueue<RequestEvent> seen = new LinkedBlockingQueue<>();
        private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();
        private final Thread thread;

        Watch(Operations operations, @Nullable String after) {
            thread = Thread.ofPlatform().start(() -> {
                try {
                    operations.watch(after, seen::add);
                } catch (Exception e) {
                    end.set(e);
                }
            });
        }

        RequestEvent next(World world, String id) throws InterruptedException {
            RequestEvent event;
            do {
                event = seen.poll(world.subject().patience().toMillis(), TimeUnit.MILLISECONDS);
                assertThat(event)
                        .as("an event of %s; watching ended by %s", id, end.get())
                        .isNotNull();
            } while (!event.request().id().equals(id));
            return event;
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join(10_000);
            assertThat(thread.isAlive()).as("still watches").isFalse();
        }
    }

    /** A watcher that begins now begins at some moment: requests are sent until it sees one. */
    private static RequestEvent firstSeen(World world, Watch watch) throws Exception {
        for (int i = 0; i < 50; i++) {
            world.bring(State.DONE);
            RequestEvent event = watch.seen.poll(500, TimeUnit.MILLISECONDS);
            if (event != null) {
                return event;
            }
        }
        throw new AssertionError("saw nothing; watching ended by " + watch.end.get());
    }

    private static void watch(World world) throws Exception {
        try (Watch watch = new Watch(world.operations(), null)) {
            firstSeen(world, watch);
            String id = world.bring(State.DONE);
            RequestEvent event = watch.next(world, id);
            while (event.request().state() != State.DONE) {
                event = watch.next(world, id);
            }
            assertThat(Objects.requireNonNull(event.attempt()).outcome()).isEqualTo("Done");
            assertThat(event.request().proven()).isTrue();
            assertThat(event.cursor()).isNotBlank();
        }
    }

    private static void cursor(World world) throws Exception {
        String cursor;
        try (Watch watch = new Watch(world.operations(), null)) {
            cursor = firstSeen(world, watch).cursor();
        }
        List<String> missed = world.bring(State.DONE, 3);
        try (Watch watch = new Watch(world.operations(), cursor)) {
            for (String id : missed) {
                assertThat(watch.next(world, id).cursor()).isNotEqualTo(cursor);
            }
        }
    }

    private static void oddCursor(World world) {
        assertThatThrownBy(() -> world.operations().watch("no cursor", event -> false))
                .isInstanceOf(OperationsException.class);
    }

    private static void interrupted(World world) throws Exception {
        try (Watch watch = new Watch(world.operations(), null)) {
            assertThat(watch.end.get()).isNull(); // the close interrupts it, and demands that it ends
        }
    }
}
