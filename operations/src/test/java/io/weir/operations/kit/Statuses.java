package io.weir.operations.kit;

import io.weir.operations.State;
import io.weir.operations.Status;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Statuses for tests. */
public final class Statuses {
    private static final Instant AT = Instant.parse("2026-03-06T09:58:00Z");

    private Statuses() {}

    /** All is well. */
    public static Status healthy() {
        return new Status(
                "0.1.0",
                true,
                queues(0),
                List.of(source("orders", Status.Secret.FOUND, null), source("billing", Status.Secret.NONE, null)),
                List.of(new Status.PollerStatus("queue", true, AT)),
                List.of(),
                new Status.DiskStatus("/srv/weir", 5_000_000, 70_000_000_000L, 100_000_000_000L),
                List.of());
    }

    /** A secret is missing, a poller is lost, a breaker is open, letters are dead. */
    public static Status troubled() {
        return new Status(
                "0.1.0",
                false,
                queues(7),
                List.of(source("orders", Status.Secret.MISSING, "the secret orders was not found")),
                List.of(new Status.PollerStatus("queue", false, AT)),
                List.of(new Status.BreakerStatus("http https://app.example", true, AT)),
                null,
                List.of("7 requests are dead"));
    }

    private static List<Status.QueueStatus> queues(long dead) {
        return List.of(
                new Status.QueueStatus("queue", 3, 1, AT),
                new Status.QueueStatus("retry", 2, 0, AT),
                new Status.QueueStatus("dead", dead, 0, dead == 0 ? null : AT),
                new Status.QueueStatus("unproven", 0, 0, null));
    }

    private static Status.SourceStatus source(
            String name, Status.Secret secret, @org.jspecify.annotations.Nullable String detail) {
        Map<State, Long> lastDay = new EnumMap<>(State.class);
        lastDay.put(State.DONE, 41L);
        lastDay.put(State.DEAD, 1L);
        return new Status.SourceStatus(
                name,
                "github",
                List.of("http", "archive"),
                "https://in.example/" + name,
                secret,
                detail,
                AT,
                null,
                lastDay,
                Collections.nCopies(24, 2L));
    }
}
