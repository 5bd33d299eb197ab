package io.weir.local.store;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Copies the log into the database once it has grown by some 16 MB. The bulk is copied by a thread of its own, beside the
 * writer; what came meanwhile the writer copies between two transactions, so that the log can begin anew. If the writer did
 * it all, as SQLite does by itself, senders would wait until 16 MB have reached the disk.
 */
final class Checkpoints {
    private static final long PAGES = 4_000;

    /** So little is left for the writer to copy, unless it writes faster than the other thread copies. */
    private static final long REST = 500;

    private static final int PASSES = 5;

    /** Beyond this the writer waits: a log without end is worse than a sender that waits. */
    private static final long MOST_PAGES = 16_000;

    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private enum Phase {
        NONE,
        COPYING,
        COPIED
    }

    private final Sql apart;
    private final Thread thread;
    private volatile Phase phase = Phase.NONE;
    private volatile boolean closed;
    private volatile long written;
    private long copiedAt;

    /** @param apart a connection that nobody else uses */
    Checkpoints(Sql apart) {
        this.apart = apart;
        this.thread = Thread.ofPlatform().name("store-checkpoint").start(this::copyUntilClosed);
    }

    /** Called by the writer after each transaction. */
    void after(Sql writer) {
        written = writer.pages();
        while (phase == Phase.COPYING && written - copiedAt > MOST_PAGES) {
            LockSupport.parkNanos(this, WAIT_NANOS);
        }
        if (phase == Phase.COPIED) {
            copiedAt = written;
            copy(writer);
            phase = Phase.NONE;
        } else if (phase == Phase.NONE && written - copiedAt > PAGES) {
            phase = Phase.COPYING;
            LockSupport.unpark(thread);
        }
    }

    private void copyUntilClosed() {
        while (!closed) {
            if (phase == Phase.COPYING) {
                copyNearlyAll();
                phase = Phase.COPIED;
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void copyNearlyAll() {
        long before;
        int passes = 0;
        do {
            before = written;
            copy(apart);
        } while (written - before > REST && ++passes < PASSES);
    }

    /** Neither waits for readers nor keeps anybody from writing. */
    private static void copy(Sql sql) {
        try {
            sql.query("PRAGMA wal_checkpoint(PASSIVE)").one(row -> row.getInt("busy"));
        } catch (SQLException e) {
            // The log is whole and grows on; what could not be copied is copied the next time.
        }
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
    }
}
