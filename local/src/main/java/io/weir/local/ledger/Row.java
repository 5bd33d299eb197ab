package io.weir.local.ledger;

import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger.
 *
 * @param seq number of the row
 * @param message the row in messages where it lies, or null
 * @param summary as people see it: what a worker has in its hands is running
 */
public record Row(long seq, @Nullable Long message, RequestSummary summary) {
    /** Needs a parameter: the time now, by the clock that hides messages. */
    static final String SELECT = """
            SELECT r.*, (m.in_hand = 1 AND m.visible_at > ?1) AS in_hand_now
              FROM requests r LEFT JOIN messages m ON m.id = r.message
            """;

    static Row read(ResultSet row) throws SQLException {
        State stored = State.of(row.getString("state"));
        boolean running = row.getBoolean("in_hand_now") && (stored == State.WAITING || stored == State.RETRYING);
        State state = running ? State.RUNNING : stored;
        long until = row.getLong("until");
        boolean hasUntil = !row.wasNull() && state == State.RETRYING;
        long message = row.getLong("message");
        boolean hasMessage = !row.wasNull();
        return new Row(
                row.getLong("seq"),
                hasMessage ? message : null,
                new RequestSummary(
                        row.getString("id"),
                        row.getString("source"),
                        row.getString("sender_id"),
                        row.getString("type"),
                        Instant.ofEpochMilli(row.getLong("received_at")),
                        state,
                        row.getString("reason"),
                        row.getString("detail"),
                        hasUntil ? Instant.ofEpochMilli(until) : null,
                        row.getInt("attempts"),
                        row.getBoolean("proven"),
                        row.getLong("bytes"),
                        row.getString("replay_of"),
                        Instant.ofEpochMilli(row.getLong("updated_at"))));
    }
}
