package io.weir.local.ledger;

import com.github.f4b6a3.ulid.Ulid;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Sql;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests that are alike. What failed is counted in an index that holds nothing else; the rest, of which there are
 * many, is what the table of counts says beside that. Between two times, or of a type, the rows are looked at.
 */
final class LedgerGroups {
    private static final String OLDEST = "SELECT id FROM requests INDEXED BY requests_by_source"
            + " WHERE source = ? AND state = ? AND reason IS NULL ORDER BY id LIMIT 1";
    private static final String NEWEST = "SELECT id FROM requests INDEXED BY requests_by_source"
            + " WHERE source = ? AND state = ? AND reason IS NULL ORDER BY id DESC LIMIT 1";

    private final LocalStore store;

    LedgerGroups(LocalStore store) {
        this.store = store;
    }

    /** Of a filter without ids and text. */
    List<Group> of(Filter filter) {
        Matcher matcher = new Matcher(filter);
        List<Group> all = new ArrayList<>();
        for (State state : filter.states().isEmpty() ? Set.of(State.values()) : filter.states()) {
            store.search(sql -> isOfRows(filter) ? rows(sql, state, filter) : counted(sql, state)).stream()
                    .filter(group -> matcher.test(like(group)))
                    .forEach(all::add);
        }
        return Groups.together(all);
    }

    private static boolean isOfRows(Filter filter) {
        return filter.since() != null || filter.until() != null || filter.type() != null;
    }

    private static List<Group> rows(Sql sql, State state, Filter filter) throws SQLException {
        return sql.query("""
                SELECT source, reason, detail, count(*) AS n, min(id) AS oldest, max(id) AS newest
                  FROM requests INDEXED BY requests_by_state
                  WHERE state = ?1 AND id >= ?2 AND id < ?3 AND (?4 IS NULL OR type = ?4)
                  GROUP BY source, reason, detail
                """, state.text(), LedgerReader.lowest(filter), LedgerReader.highest(filter), filter.type())
                .list(row -> group(state, row));
    }

    private static Group group(State state, ResultSet row) throws SQLException {
        return new Group(
                state,
                row.getString("source"),
                row.getString("reason"),
                Groups.alike(row.getString("detail")),
                row.getLong("n"),
                Ulid.from(row.getString("oldest")).getInstant(),
                Ulid.from(row.getString("newest")).getInstant());
    }

    private static List<Group> counted(Sql sql, State state) throws SQLException {
        List<Group> groups = new ArrayList<>(sql.query("""
                SELECT source, reason, detail, count(*) AS n, min(id) AS oldest, max(id) AS newest
                  FROM requests INDEXED BY requests_by_fault WHERE state = ? AND reason IS NOT NULL
                  GROUP BY source, reason, detail
                """, state.text()).list(row -> group(state, row)));
        Map<String, Long> left = new HashMap<>();
        sql.query("SELECT source, requests FROM states WHERE state = ?", state.text())
                .list(row -> left.put(row.getString("source"), row.getLong("requests")));
        groups.forEach(group -> left.merge(group.source(), -group.count(), Long::sum));
        for (Map.Entry<String, Long> one : left.entrySet()) {
            Instant oldest = one.getValue() <= 0 ? null : time(sql, OLDEST, state, one.getKey());
            Instant newest = oldest == null ? null : time(sql, NEWEST, state, one.getKey());
            if (oldest != null && newest != null) {
                groups.add(new Group(state, one.getKey(), null, null, one.getValue(), oldest, newest));
            }
        }
        return groups;
    }

    private static @Nullable Instant time(Sql sql, String query, State state, String source) throws SQLException {
        String id = sql.query(query, source, state.text()).one(row -> row.getString("id"));
        return id == null ? null : Ulid.from(id).getInstant();
    }

    private static RequestSummary like(Group group) {
        return new RequestSummary(
                "",
                group.source(),
                null,
                null,
                group.newest(),
                group.state(),
                group.reason(),
                null,
                null,
                0,
                false,
                0,
                null,
                group.newest());
    }
}
