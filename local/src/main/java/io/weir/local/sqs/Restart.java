package io.weir.local.sqs;

import io.weir.envelope.SqsLimits;
import io.weir.local.store.Sql;
import java.sql.SQLException;

/** What a queue does once when its process starts. Runs inside a transaction of its caller. Times are epoch milliseconds. */
final class Restart {
    private Restart() {}

    static void release(Sql sql, String queue, long now) throws SQLException {
        showWhatWasInHand(sql, queue, now);
        showWhatTheClockHides(sql, queue, now);
    }

    /** Nobody works on it any more. What waits for its next attempt was decided, and goes on waiting. */
    private static void showWhatWasInHand(Sql sql, String queue, long now) throws SQLException {
        sql.query("""
                UPDATE messages SET visible_at = min(visible_at, ?1), receipt = NULL, in_hand = 0
                WHERE queue = ?2 AND in_hand = 1
                """, now, queue).update();
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
