package io.weir.local.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the store. Each text is prepared once and kept, so texts must be constants and their values go in as
 * parameters. Not thread-safe.
 */
public final class Sql {
    /** Makes something of a row; it must not ask the database for more. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    private static final int PAGE = 4096;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Map<Sum, Long> sums = new LinkedHashMap<>();
    private long changes;
    private long bytes;

    /** What is added up, for which key. */
    record Sum(String text, String key) {}

    Sql(Connection connection) {
        this.connection = connection;
    }

    /**
     * Adds up what many changes of a transaction would each add to one row.
     *
     * @param text a statement with two parameters, the key and the sum, which is run once before the transaction is committed
     */
    public void addUp(String text, String key, long number) {
        sums.merge(new Sum(text, key), number, Long::sum);
    }

    /** What was added up so far. */
    Map<Sum, Long> sums() {
        return new LinkedHashMap<>(sums);
    }

    /** Goes back to what was added up before, because what came then was undone. */
    void resetSums(Map<Sum, Long> before) {
        sums.clear();
        sums.putAll(before);
    }

    /** Writes what was added up. */
    void writeSums() throws SQLException {
        for (Map.Entry<Sum, Long> sum : sums.entrySet()) {
            if (sum.getValue() != 0) {
                query(sum.getKey().text(), sum.getKey().key(), sum.getValue()).update();
            }
        }
        sums.clear();
    }

    /** How many rows were changed so far, also by what was undone since. */
    long changes() {
        return changes;
    }

    /** How many pages were written so far, roughly: one for each row that was changed, and what long texts take. */
    long pages() {
        return changes + bytes / PAGE;
    }

    /** A statement with the values of its parameters, in order: texts, numbers, truths, null. */
    public Query query(String text, @Nullable Object... values) {
        return new Query(text, values);
    }

    /** A statement that is ready to run. */
    public final class Query {
        private final String text;
        private final @Nullable Object[] values;

        private Query(String text, @Nullable Object[] values) {
            this.text = text;
            this.values = values;
        }

        /** Runs a change. Returns how many rows it changed. */
        public int update() throws SQLException {
            int changed = run(PreparedStatement::executeUpdate);
            changes += changed;
            return changed;
        }

        /** The first row, or null if there is none. */
        public <T> @Nullable T one(Reader<T> reader) throws SQLException {
            List<T> rows = list(reader);
            return rows.isEmpty() ? null : rows.getFirst();
        }

        public <T> List<T> list(Reader<T> reader) throws SQLException {
            return run(statement -> {
                List<T> all = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        all.add(reader.read(rows));
                    }
                }
                return all;
            });
        }

        private <T> T run(Work<T> work) throws SQLException {
            PreparedStatement statement = prepare();
            try {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                    bytes += values[i] instanceof String text ? text.length() : 0;
                }
                T result = work.run(statement);
                statement.clearParameters(); // a kept statement must not keep the bodies that went through it
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                forget(e);
                throw e;
            }
        }

        private PreparedStatement prepare() throws SQLException {
            PreparedStatement statement = prepared.get(text);
            if (statement == null) {
                statement = connection.prepareStatement(text);
                prepared.put(text, statement);
            }
            return statement;
        }

        /** After some faults the driver has closed the statement already, so it is prepared anew the next time. */
        private void forget(Throwable fault) {
            PreparedStatement statement = prepared.remove(text);
            if (statement != null) {
                try {
                    statement.close();
                } catch (SQLException e) {
                    fault.addSuppressed(e);
                }
            }
        }
    }
}
