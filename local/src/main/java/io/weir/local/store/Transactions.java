package io.weir.local.store;

import io.weir.local.store.StoreWriter.Done;
import io.weir.local.store.StoreWriter.Pending;
import java.io.Serial;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs changes in one transaction, each of which succeeds or fails for itself. For the one thread that writes. */
final class Transactions {
    /** Its changes must be undone one by one, or none is left. */
    private static final class MustRepeatException extends Exception {
        @Serial
        private static final long serialVersionUID = 1;
    }

    /** So long a transaction takes in further changes for which no sender waits. */
    private static final long OTHERS_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final Sql sql;
    private volatile boolean failing;

    Transactions(Sql sql) {
        this.sql = sql;
    }

    /** Whether the last one failed. */
    boolean isFailing() {
        return failing;
    }

    /**
     * Runs changes and commits them. Those that fail are told so at once.
     *
     * @param putBack takes those for which the transaction would have become too long; their list is emptied
     * @return those that were committed
     */
    List<Done> run(List<Pending<?>> together, Consumer<List<Pending<?>>> putBack) {
        try {
            return runTogether(together, putBack);
        } catch (MustRepeatException e) {
            return runApart(together);
        }
    }

    /** Without savepoints, which copy every page that a change touches. Faults are rare, and then it is done once more. */
    private List<Done> runTogether(List<Pending<?>> together, Consumer<List<Pending<?>>> putBack)
            throws MustRepeatException {
        List<Done> done = new ArrayList<>();
        long start = System.nanoTime();
        try {
            execute("BEGIN IMMEDIATE");
            for (int i = 0; i < together.size(); i++) {
                Pending<?> one = together.get(i);
                if (one.kind() != StoreWriter.Kind.ACKNOWLEDGEMENT
                        && i > 0
                        && System.nanoTime() - start > OTHERS_NANOS) {
                    putBack.accept(together.subList(i, together.size()));
                    break;
                }
                runOrFail(one, done);
            }
            sql.writeSums();
            execute("COMMIT");
            failing = false;
            return done;
        } catch (SQLException e) {
            rollback();
            throw new MustRepeatException();
        } catch (MustRepeatException e) {
            rollback();
            throw e;
        }
    }

    /** What fails before it has changed anything fails alone. */
    private <T> void runOrFail(Pending<T> one, List<Done> done) throws SQLException, MustRepeatException {
        long before = sql.changes();
        try {
            done.add(new Done(one, one.operation().run(sql)));
        } catch (RuntimeException e) {
            if (sql.changes() != before) {
                throw new MustRepeatException();
            }
            one.result().completeExceptionally(e);
        }
    }

    /** A savepoint each: what fails undoes itself alone. */
    private List<Done> runApart(List<Pending<?>> together) {
        List<Pending<?>> left =
                together.stream().filter(one -> !one.result().isDone()).toList();
        List<Done> done = new ArrayList<>();
        boolean faulty = false;
        try {
            execute("BEGIN IMMEDIATE");
            for (Pending<?> one : left) {
                faulty |= !runApart(one, done);
            }
            sql.writeSums();
            execute("COMMIT");
            failing = faulty;
            return done;
        } catch (SQLException | RuntimeException e) {
            failing = true;
            rollback();
            left.forEach(one -> one.result().completeExceptionally(e));
            return List.of();
        }
    }

    /** False when the database was at fault; an Error ends the thread. */
    private <T> boolean runApart(Pending<T> one, List<Done> done) throws SQLException {
        Map<Sql.Sum, Long> sums = sql.sums();
        execute("SAVEPOINT one");
        try {
            T result = one.operation().run(sql);
            execute("RELEASE one");
            done.add(new Done(one, result));
            return true;
        } catch (SQLException | RuntimeException e) {
            undo(e);
            sql.resetSums(sums);
            one.result().completeExceptionally(e);
            return !(e instanceof SQLException);
        }
    }

    /** A full disk makes SQLite undo the whole transaction by itself; then all that was in it has failed. */
    private void undo(Throwable fault) throws SQLException {
        try {
            execute("ROLLBACK TO one");
            execute("RELEASE one");
        } catch (SQLException e) {
            throw new SQLException(fault.getMessage(), fault);
        }
    }

    /** Transactions are plain SQL: the driver's own bookkeeping goes wrong when SQLite undoes one by itself. */
    private void execute(String statement) throws SQLException {
        sql.query(statement).update();
    }

    /** Undoes what is not committed. */
    void rollback() {
        sql.resetSums(Map.of());
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has done so already, or the file is broken: then every further write fails and says so.
        }
    }
}
