package io.weir.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** The senders of one thread: one selector for all of them. */
final class Senders implements Callable<Report> {
    /** A door that does not answer at all ends a measurement after so long. */
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    private static final long FINE = Duration.ofMillis(2).toNanos();
    private static final long STEP = 50_000;

    private final Plan plan;
    private final Requests requests;
    private final long intervalNanos;
    private final Report report = new Report();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<Connection> all = new ArrayList<>();
    private final Set<Connection> busy = new HashSet<>();
    private long left;
    private long countFrom;
    private long end;
    private long nextDue;

    /** @param plan what this thread does of the whole */
    Senders(Plan plan, Requests requests) {
        this.plan = plan;
        this.requests = requests;
        this.intervalNanos = plan.rate() == 0 ? 0 : 1_000_000_000L / plan.rate();
        this.left = plan.most() == 0 ? Long.MAX_VALUE : plan.most();
    }

    @Override
    public Report call() throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < plan.senders(); i++) {
                all.add(new Connection(plan.door(), selector));
            }
            idle.addAll(all);
            nextDue = System.nanoTime();
            countFrom = nextDue + plan.warmUp().toNanos();
            end = countFrom + plan.time().toNanos();
            run(selector);
            return report;
        } finally {
            all.forEach(Connection::close);
        }
    }

    private void run(Selector selector) throws IOException {
        while (true) {
            long now = System.nanoTime();
            sendWhatIsDue(now);
            if (busy.isEmpty() && isOver(now)) {
                return;
            }
            if (now > end + PATIENCE) {
                giveUp(now);
                return;
            }
            await(selector);
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isValid()) {
                    proceed((Connection) key.attachment());
                }
            }
            selector.selectedKeys().clear();
        }
    }

    /** At a fixed rate what was due before the end is sent, however late: what a stall held up counts. */
    private boolean isOver(long now) {
        return left == 0 || (intervalNanos == 0 ? now >= end : nextDue >= end);
    }

    private void sendWhatIsDue(long now) throws IOException {
        while (!idle.isEmpty() && !isOver(now) && (intervalNanos == 0 || nextDue <= now)) {
            long due = intervalNanos == 0 ? System.nanoTime() : nextDue;
            nextDue += intervalNanos;
            left--;
            Connection connection = idle.poll();
            busy.add(connection);
            connection.send(requests.next(), due);
        }
    }

    /** A selector waits for whole milliseconds: the last of them is spent in short steps. */
    private void await(Selector selector) throws IOException {
        if (intervalNanos == 0 || idle.isEmpty()) {
            selector.select(100);
            return;
        }
        long wait = nextDue - System.nanoTime();
        if (wait > FINE) {
            selector.select(wait / 1_000_000 - 1);
        } else if (selector.selectNow() == 0 && wait > 0) {
            LockSupport.parkNanos(Math.min(wait, STEP));
            selector.selectNow();
        }
    }

    private void proceed(Connection connection) throws IOException {
        int status = connection.proceed();
        if (status >= 0 && busy.remove(connection)) {
            record(connection, status);
            idle.add(connection);
        }
    }

    /** Whatever began in time counts, however late it was answered. */
    private void record(Connection connection, int status) {
        if (connection.dueNanos() >= countFrom) {
            report.answered(status, connection.dueNanos(), System.nanoTime());
        }
    }

    private void giveUp(long now) {
        for (Connection connection : busy) {
            report.answered(Report.NO_ANSWER, connection.dueNanos(), now);
        }
    }
}
