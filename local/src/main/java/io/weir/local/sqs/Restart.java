package io.weir.local.sqs;

import io.weir.envelope.SqsLimits;
import io.weir.local.store.Sql;
import java.sql.SQLException;

/** What a queue does once when its process starts. Runs inside a transaction of its caller. Times are epoch milliseconds. */
final class Restart {
    /** A message that itself ends the process must not do so for ever: from here on its receives count again. */
    private static final int MAX_INTERRUPTED = 100;

    private Restart() {}

    static void release(Sql sql, String queue, long now) throws SQLException {
        takeBackReceives(sql, queue, now);
        showWhatTheClockHides(sql, queue, now);
    }

    /**
     * An attempt that the end of the process interrupted is no failure of the message, so it does not count. One whose
     * visibility was changed has been decided: it waits for its next attempt, and counts.
     */
    private static void takeBackReceives(Sql sql, String queue, long now) throws SQLException {
        sql.query("""
                UPDATE messages SET visible_at = min(visible_at, ?1), receipt = NULL, in_hand = 0,
                  receive_count = receive_count - (interrupted < ?2), interrupted = interrupted + 1
                WHERE queue = ?3 AND in_hand = 1
                """, now, MAX_INTERRUPTED, queue).update();
    }

    /** What was hidden by a clock that was ahead is hidden from now on for as long as was meant, and never for longer. */
    private static void showWhatTheClockHides(Sql sql, String queue, long now) throws SQLException {
        sql.query("""
                UPDATE messages SET visible_at = ?1 + max(0, visible_at - hidden_at), hidden_at = ?1
                  WHERE queue = ?2 AND visible_at > ?1 AND hidden_at > ?1
                """, now, queue).update();
        sql.query(
                        "UPDATE messages SET visible_at = ?1, hidden_at = ?1 WHERE queue = ?2 AND visible_at > ?3",
                        now,
                        queue,
                        now + SqsLimits.VISIBILITY.toMillis())
                .update();
        sql.query(
                        "DELETE FROM deduplication WHERE queue = ? AND expires_at > ?",
                        queue,
                        now + MessageSender.DEDUPLICATION.toMillis())
                .update();
    }
}
