package io.weir.local.ledger;

import com.github.f4b6a3.ulid.Ulid;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.store.LocalStore;
import io.weir.operations.AttemptSummary;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.RequestEvent;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads single requests, their attempts, groups and what happened lately. Thread-safe. */
public final class LedgerReader {
    private static final int MAX_NAMED = 1000;

    private record Numbered(long n, long request, AttemptSummary attempt) {}

    private final LocalStore store;
    private final Clock clock;

    public LedgerReader(LocalStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The request of this id, or null. */
    public @Nullable Row find(String id) {
        return store.find(sql ->
                sql.query(Row.SELECT + " WHERE r.id = ?2", clock.millis(), id).one(Row::read));
    }

    /** Those that an id, the beginning of one or a sender's id names, newest first. */
    List<Row> named(List<String> ids) {
        Map<Long, Row> all = new LinkedHashMap<>();
        for (String id : ids) {
            String upper = id.toUpperCase(Locale.ROOT);
            List<Row> rows = store.search(sql -> {
                List<Row> found = new ArrayList<>(sql.query(
                                Row.SELECT + " WHERE r.sender_id = ?2 ORDER BY r.id DESC LIMIT ?3",
                                clock.millis(),
                                id,
                                MAX_NAMED)
                        .list(Row::read));
                if (id.length() >= Filter.SHORTEST_PREFIX) {
                    found.addAll(sql.query(
                                    Row.SELECT + " WHERE r.id >= ?2 AND r.id < ?2 || '~' ORDER BY r.id DESC LIMIT ?3",
                                    clock.millis(),
                                    upper,
                                    MAX_NAMED)
                            .list(Row::read));
                }
                return found;
            });
            rows.forEach(row -> all.put(row.seq(), row));
        }
        return all.values().stream()
                .sorted(Comparator.comparing((Row row) -> row.summary().id()).reversed())
                .toList();
    }

    /** Its attempts, in order. */
    public List<AttemptSummary> attempts(long request) {
        return store.search(sql -> sql.query("SELECT * FROM attempts WHERE request = ? ORDER BY n", request)
                .list(LedgerReader::attempt));
    }

    /** Ids of its replays, in order. */
    public List<String> replaysOf(String id) {
        return store.search(sql -> sql.query("SELECT id FROM requests WHERE replay_of = ? ORDER BY id", id)
                .list(row -> row.getString("id")));
    }

    private static AttemptSummary attempt(ResultSet row) throws SQLException {
        long next = row.getLong("next_at");
        boolean hasNext = !row.wasNull();
        return new AttemptSummary(
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("outcome"),
                row.getString("note"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("exception"),
                Duration.ofMillis(row.getLong("ms")),
                hasNext ? Instant.ofEpochMilli(next) : null,
                steps(row.getString("steps")));
    }

    private static List<AttemptSummary.Step> steps(@Nullable String text) throws SQLException {
        List<AttemptSummary.Step> steps = new ArrayList<>();
        try {
            if (text != null && Json.read(text) instanceof List<?> all) {
                for (Object one : all) {
                    if (one instanceof Map<?, ?> step && step.get("ms") instanceof BigDecimal ms) {
                        steps.add(new AttemptSummary.Step(
                                String.valueOf(step.get("action")),
                                Boolean.TRUE.equals(step.get("done")),
                                Duration.ofMillis(ms.longValue())));
                    }
                }
            }
        } catch (JsonException e) {
            throw new SQLException("the actions of an attempt are damaged", e);
        }
        return steps;
    }

    /** Of a filter without ids and text: counted in the database. */
    public List<Group> groups(Filter filter) {
        return new LedgerGroups(store).of(filter);
    }

    /** No id of a request that was received in the filter's time is less. */
    static String lowest(Filter filter) {
        return filter.since() == null
                ? ""
                : Ulid.min(filter.since().toEpochMilli()).toString();
    }

    /** Every id of a request that was received in the filter's time is less. */
    static String highest(Filter filter) {
        return filter.until() == null
                ? "~"
                : Ulid.min(filter.until().toEpochMilli()).toString();
    }

    /** As it was when it came; what became of it meanwhile is told by its attempts, which follow. */
    private static RequestSummary asReceived(RequestSummary now) {
        return now.attempts() == 0
                ? now
                : new RequestSummary(
                        now.id(),
                        now.source(),
                        now.senderId(),
                        now.type(),
                        now.receivedAt(),
                        State.WAITING,
                        null,
                        null,
                        null,
                        0,
                        false,
                        now.bytes(),
                        now.replayOf(),
                        now.receivedAt());
    }

    /** Where the ledger ends now. */
    public String cursor() {
        return store.search(sql -> {
            Long request = sql.query("SELECT max(seq) AS n FROM requests").one(row -> row.getLong("n"));
            Long attempt = sql.query("SELECT max(n) AS n FROM attempts").one(row -> row.getLong("n"));
            return (request == null ? 0 : request) + "." + (attempt == null ? 0 : attempt);
        });
    }

    /** What happened after a cursor: what was received first, then attempts, at most so many of each. */
    public List<RequestEvent> after(long request, long attempt, int limit) {
        return store.search(sql -> {
            List<RequestEvent> events = new ArrayList<>();
            List<Row> received = sql.query(
                            Row.SELECT + " WHERE r.seq > ?2 ORDER BY r.seq LIMIT ?3", clock.millis(), request, limit)
                    .list(Row::read);
            received.forEach(
                    row -> events.add(new RequestEvent(row.seq() + "." + attempt, asReceived(row.summary()), null)));
            long last = received.isEmpty() ? request : received.getLast().seq();
            List<Numbered> attempts = sql.query("SELECT * FROM attempts WHERE n > ? ORDER BY n LIMIT ?", attempt, limit)
                    .list(row -> new Numbered(row.getLong("n"), row.getLong("request"), attempt(row)));
            for (Numbered one : attempts) {
                if (one.request() > last) {
                    break; // its request comes first, with the next call
                }
                Row row = sql.query(Row.SELECT + " WHERE r.seq = ?2", clock.millis(), one.request())
                        .one(Row::read);
                if (row != null) {
                    events.add(new RequestEvent(last + "." + one.n(), row.summary(), one.attempt()));
                }
            }
            return events;
        });
    }
}
