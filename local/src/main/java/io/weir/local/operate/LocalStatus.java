package io.weir.local.operate;

import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells how one machine is. Asked a few times a second at most; costs as much with a million requests as with one. */
final class LocalStatus {
    private static final int HOURS = 24;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Map<String, String> QUEUES = Map.of(
            "queue", "weir",
            "retry", "weir-retry",
            "retry-unproven", "weir-retry-unproven",
            "dead", "weir-dlq",
            "unproven", "weir-unproven");

    /** A folder that is nearly full: less than a gibibyte, and less than a twentieth. */
    private static final long LITTLE = 1L << 30;

    private final LocalStore store;
    private final SqliteSqsClient sqs;
    private final Path folder;
    private final Secrets secrets;
    private final Clock clock;
    private final String version;

    LocalStatus(LocalStore store, SqliteSqsClient sqs, Path folder, Secrets secrets, Clock clock, String version) {
        this.store = store;
        this.sqs = sqs;
        this.folder = folder;
        this.secrets = secrets;
        this.clock = clock;
        this.version = version;
    }

    Status status(Surroundings around) {
        List<String> warnings = new ArrayList<>(around.warnings());
        Status.DiskStatus disk = disk();
        if (disk != null && disk.free() < Math.min(LITTLE, disk.total() / 20)) {
            warnings.add("the disk of " + folder + " is nearly full: " + disk.free() / (1 << 20) + " MiB are free");
        }
        boolean isUp = store.isWritable();
        if (!isUp) {
            warnings.add("the data folder cannot be written; the door answers 503");
        }
        around.pollers().stream()
                .filter(poller -> !poller.isAlive())
                .forEach(poller -> warnings.add("the poller " + poller.name() + " has ended; start weir again"));
        return new Status(
                version,
                isUp,
                queues(),
                around.sources().all().stream()
                        .map(source -> source(source, around))
                        .toList(),
                around.pollers(),
                around.breakers(),
                disk,
                warnings);
    }

    private List<Status.QueueStatus> queues() {
        return List.of("queue", "retry", "retry-unproven", "dead", "unproven").stream()
                .map(name -> queue(name, QUEUES.getOrDefault(name, name)))
                .toList();
    }

    private Status.QueueStatus queue(String name, String queue) {
        SqliteSqsClient.Load load = sqs.load(SqsNames.url(queue));
        Long oldest = store.find(
                sql -> sql.query("SELECT sent_at FROM messages WHERE queue = ? ORDER BY sent_at LIMIT 1", queue)
                        .one(row -> row.getLong("sent_at")));
        return new Status.QueueStatus(
                name, load.waiting(), load.inHand(), oldest == null ? null : Instant.ofEpochMilli(oldest));
    }

    private Status.SourceStatus source(Source source, Surroundings around) {
        String missing = missing(source.secret());
        return new Status.SourceStatus(
                source.name(),
                name(source.scheme()),
                source.actions().stream().map(action -> action.name()).toList(),
                around.url(source),
                secret(source.secret(), missing),
                missing,
                newest(source.name()),
                oldestWaiting(source.name()),
                lastDay(source.name()),
                hours(source.name()));
    }

    private static String name(Scheme scheme) {
        return scheme instanceof SignatureScheme hmac ? hmac.name() : "sns";
    }

    private static Status.Secret secret(@Nullable SecretReference reference, @Nullable String missing) {
        if (reference == null) {
            return Status.Secret.NONE;
        }
        if (reference instanceof SecretReference.SecretsManagerSecret) {
            return Status.Secret.UNKNOWN; // to ask costs money and time
        }
        return missing == null ? Status.Secret.FOUND : Status.Secret.MISSING;
    }

    private @Nullable String missing(@Nullable SecretReference reference) {
        if (reference == null || reference instanceof SecretReference.SecretsManagerSecret) {
            return null;
        }
        try {
            SecretSet unused = secrets.get(reference, true);
            return null;
        } catch (IOException | RuntimeException e) {
            return e.getMessage();
        }
    }

    private @Nullable Instant newest(String source) {
        return time(
                "SELECT received_at AS at FROM requests INDEXED BY requests_by_source WHERE source = ? ORDER BY id DESC LIMIT 1",
                source);
    }

    private @Nullable Instant oldestWaiting(String source) {
        return Stream.of(State.WAITING, State.RETRYING)
                .map(state -> oldest(source, state))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** In the order of an index, and only where there is one: a million that wait are neither sorted nor passed in vain. */
    private @Nullable Instant oldest(String source, State state) {
        Long at = store.find(sql -> {
            Long count = sql.query(
                            "SELECT requests FROM states WHERE source = ? AND state = ? AND requests > 0",
                            source,
                            state.text())
                    .one(row -> row.getLong("requests"));
            return count == null ? null : sql.query("""
                    SELECT received_at AS at FROM requests INDEXED BY requests_by_state
                      WHERE state = ? AND source = ? ORDER BY id LIMIT 1
                    """, state.text(), source).one(row -> row.getLong("at"));
        });
        return at == null ? null : Instant.ofEpochMilli(at);
    }

    private @Nullable Instant time(String query, String source) {
        Long at = store.find(sql -> sql.query(query, source).one(row -> row.getLong("at")));
        return at == null ? null : Instant.ofEpochMilli(at);
    }

    private Map<State, Long> lastDay(String source) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        store.search(sql -> sql.query("""
                SELECT state, sum(requests) AS n FROM hours
                  WHERE hour > ? AND source = ? AND state NOT IN ('received', 'waiting', 'retrying') GROUP BY state
                """, clock.millis() / HOUR - HOURS, source)
                .list(row -> counts.put(State.of(row.getString("state")), row.getLong("n"))));
        return counts;
    }

    private List<Long> hours(String source) {
        long last = clock.millis() / HOUR;
        Long[] counts = new Long[HOURS];
        Arrays.fill(counts, 0L);
        store.search(sql -> sql.query(
                        "SELECT hour, requests FROM hours WHERE hour > ? AND hour <= ? AND source = ? AND state = 'received'",
                        last - HOURS,
                        last,
                        source)
                .list(row -> counts[(int) (row.getLong("hour") - last + HOURS - 1)] = row.getLong("requests")));
        return List.of(counts);
    }

    private Status.@Nullable DiskStatus disk() {
        try {
            FileStore disk = Files.getFileStore(folder);
            long used = 0;
            for (String name : List.of("weir.db", "weir.db-wal")) {
                Path file = folder.resolve(name);
                used += Files.exists(file) ? Files.size(file) : 0;
            }
            return new Status.DiskStatus(folder.toString(), used, disk.getUsableSpace(), disk.getTotalSpace());
        } catch (IOException e) {
            return null;
        }
    }
}
