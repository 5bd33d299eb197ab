package io.weir.local.ledger;

import com.github.f4b6a3.ulid.Ulid;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Sql;
import io.weir.operations.Filter;
import io.weir.operations.Page;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists of requests, newest first. One index drives the list, the one that admits the fewest; what else the filter asks is
 * looked at row by row, and no longer than that nobody has to wait: then the page says how far it came. Thread-safe.
 */
public final class LedgerSearch {
    private static final Duration PATIENCE = Duration.ofMillis(25);
    private static final int CHUNK = 500;
    private static final int CHUNK_OF_BODIES = 50;

    /** More than so many are not counted: an index with more is as bad as any other. */
    private static final int COUNTED = 5000;

    /** Whether a text stands in the body of a request. */
    @FunctionalInterface
    public interface BodyText {
        /** Looks for a text in lower case. */
        boolean contains(Row row, String lowerCase);
    }

    /** A column with an index and the values of it that are looked for; the id itself for all requests. */
    private record Drive(String column, Collection<String> values) {
        static final Drive ALL = new Drive("id", List.of());
    }

    /** Rows in order, down to an id below which there may be more; null if there are none. */
    private record Chunk(List<Row> rows, @Nullable String end) {}

    private final LocalStore store;
    private final LedgerReader reader;
    private final Clock clock;
    private final BodyText bodies;

    public LedgerSearch(LocalStore store, LedgerReader reader, Clock clock, BodyText bodies) {
        this.store = store;
        this.reader = reader;
        this.clock = clock;
        this.bodies = bodies;
    }

    /** A page of what a filter admits, from behind an id on. */
    public Page list(Filter filter, @Nullable String after, int limit) {
        Predicate<Row> admits = admits(filter);
        return filter.ids().isEmpty() ? search(filter, admits, after, limit) : named(filter, admits, after, limit);
    }

    private Predicate<Row> admits(Filter filter) {
        Matcher matcher = new Matcher(filter);
        if (filter.grep() == null) {
            return row -> matcher.test(row.summary());
        }
        String text = filter.grep().toLowerCase(Locale.ROOT);
        return row -> matcher.test(row.summary()) && (Matcher.isIn(row.summary(), text) || bodies.contains(row, text));
    }

    private Page named(Filter filter, Predicate<Row> admits, @Nullable String after, int limit) {
        List<RequestSummary> found = reader.named(filter.ids()).stream()
                .filter(row -> after == null || row.summary().id().compareTo(after) < 0)
                .filter(admits)
                .map(Row::summary)
                .toList();
        return found.size() <= limit
                ? new Page(found, null, null)
                : new Page(found.subList(0, limit), found.get(limit - 1).id(), null);
    }

    private Page search(Filter filter, Predicate<Row> admits, @Nullable String after, int limit) {
        Drive drive = store.search(sql -> drive(sql, filter));
        int size = filter.grep() != null ? CHUNK_OF_BODIES : Math.max(CHUNK, limit + 1);
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<RequestSummary> found = new ArrayList<>();
        String before = after == null ? LedgerReader.highest(filter) : after;
        while (true) {
            Chunk chunk = chunk(drive, filter, before, size);
            for (Row row : chunk.rows()) {
                if (admits.test(row)) {
                    found.add(row.summary());
                }
                if (found.size() == limit) {
                    boolean isLast = row.equals(chunk.rows().getLast()) && chunk.end() == null;
                    return isLast
                            ? new Page(found, null, null)
                            : new Page(found, row.summary().id(), row.summary().receivedAt());
                }
            }
            if (chunk.end() == null) {
                return new Page(found, null, null);
            }
            before = chunk.end();
            if (System.nanoTime() - end > 0) {
                return new Page(found, before, Ulid.from(before).getInstant());
            }
        }
    }

    /** The column that admits the fewest. */
    private static Drive drive(Sql sql, Filter filter) throws SQLException {
        List<Drive> drives = new ArrayList<>();
        if (filter.type() != null) {
            drives.add(new Drive("type", List.of(filter.type())));
        }
        if (filter.reason() != null) {
            drives.add(new Drive("reason", reasons(sql, filter.reason())));
        }
        if (!filter.states().isEmpty()) {
            drives.add(new Drive("state", stored(filter.states())));
        }
        if (!filter.sources().isEmpty()) {
            drives.add(new Drive("source", filter.sources()));
        }
        Drive best = Drive.ALL;
        long fewest = Long.MAX_VALUE;
        for (Drive drive : drives) {
            long count = 0;
            for (String value : drive.values()) {
                count += count(sql, drive.column(), value);
            }
            if (count < fewest) {
                fewest = count;
                best = drive;
            }
        }
        return best;
    }

    private static Set<String> stored(Set<State> states) {
        Set<String> stored = new LinkedHashSet<>();
        for (State state : states) {
            stored.add(state == State.RUNNING ? State.WAITING.text() : state.text());
            if (state == State.RUNNING || state == State.WAITING) {
                stored.add(State.RETRYING.text()); // what is tried again runs, too
            }
        }
        return stored;
    }

    private static long count(Sql sql, String column, String value) throws SQLException {
        Long count = sql.query(
                        "SELECT count(*) AS n FROM (SELECT 1 FROM requests WHERE " + column + " = ? LIMIT ?)",
                        value,
                        COUNTED)
                .one(row -> row.getLong("n"));
        return count == null ? 0 : count;
    }

    /** Reasons are a few fixed words: one step in the index each. */
    private static List<String> reasons(Sql sql, String glob) throws SQLException {
        Pattern pattern = Matcher.glob(glob);
        return sql.query("""
                WITH RECURSIVE words(word) AS (
                  SELECT min(reason) FROM requests WHERE reason IS NOT NULL
                  UNION ALL SELECT (SELECT min(reason) FROM requests WHERE reason > word) FROM words WHERE word IS NOT NULL)
                SELECT word FROM words WHERE word IS NOT NULL LIMIT 1000
                """).list(row -> row.getString("word")).stream()
                .filter(word -> pattern.matcher(word).matches())
                .toList();
    }

    /** The newest below an id. Of several values, those down to where the list of each is known. */
    private Chunk chunk(Drive drive, Filter filter, String before, int size) {
        String lowest = LedgerReader.lowest(filter);
        if (drive.equals(Drive.ALL)) {
            List<Row> rows = store.search(sql -> sql.query(
                            Row.SELECT + " WHERE r.id < ?2 AND r.id >= ?3 ORDER BY r.id DESC LIMIT ?4",
                            clock.millis(),
                            before,
                            lowest,
                            size)
                    .list(Row::read));
            return new Chunk(
                    rows, rows.size() < size ? null : rows.getLast().summary().id());
        }
        List<Row> all = new ArrayList<>();
        String end = null;
        for (String value : drive.values()) {
            List<Row> rows = store.search(sql -> sql.query(
                            Row.SELECT + " WHERE r." + drive.column()
                                    + " = ?2 AND r.id < ?3 AND r.id >= ?4 ORDER BY r.id DESC LIMIT ?5",
                            clock.millis(),
                            value,
                            before,
                            lowest,
                            size)
                    .list(Row::read));
            all.addAll(rows);
            if (rows.size() == size) {
                end = max(end, rows.getLast().summary().id());
            }
        }
        String known = end;
        return new Chunk(ordered(known == null ? all.stream() : all.stream().filter(row -> isFrom(row, known))), end);
    }

    private static boolean isFrom(Row row, String id) {
        return row.summary().id().compareTo(id) >= 0;
    }

    private static List<Row> ordered(Stream<Row> rows) {
        return rows.sorted(Comparator.comparing((Row row) -> row.summary().id()).reversed())
                .toList();
    }

    private static String max(@Nullable String one, String other) {
        return one == null || one.compareTo(other) < 0 ? other : one;
    }
}
