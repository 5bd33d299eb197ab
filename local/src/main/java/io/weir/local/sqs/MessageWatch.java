package io.weir.local.sqs;

import io.weir.local.store.Sql;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to messages inside the transaction in which it happens, so that what is written of it is neither
 * ahead of the queue nor behind it, and costs no sync of its own. Called by the one thread that writes.
 */
public interface MessageWatch {
    /** Lets everything pass. */
    MessageWatch NOBODY = new MessageWatch() {
        @Override
        public void sent(Sql sql, Sent sent) {
            // Nobody looks.
        }

        @Override
        public boolean settled(Sql sql, Settled settled) {
            return false;
        }

        @Override
        public void moved(Sql sql, long message, String queue, String reason) {
            // Nobody looks.
        }

        @Override
        public void redriven(Sql sql, String queue) {
            // Nobody looks.
        }
    };

    /**
     * A message that was put on a queue.
     *
     * @param message number of its row
     * @param queue name of the queue
     * @param requestId what the door called the request, or null
     * @param source name that the message gives, or null
     * @param inboxKey of the object that it points to, or null if it is no pointer
     * @param bytes size of the body that it carries, nearly
     * @param sentAt epoch milliseconds
     * @param isReplay whether an operator vouched for it
     */
    record Sent(
            long message,
            String queue,
            @Nullable String requestId,
            @Nullable String source,
            @Nullable String inboxKey,
            long bytes,
            long sentAt,
            boolean isReplay) {
        /** The same in this row. */
        public Sent at(long row) {
            return new Sent(row, queue, requestId, source, inboxKey, bytes, sentAt, isReplay);
        }
    }

    /**
     * A receive that the worker has an outcome for. The message is still there.
     *
     * @param message number of its row
     * @param token of the receive; another one than the row's if the message was received again meanwhile
     * @param isOver whether the message is about to be deleted
     */
    record Settled(long message, String token, boolean isOver) {
        /** The receipt handle. */
        public String handle() {
            return message + ":" + token;
        }
    }

    void sent(Sql sql, Sent sent) throws SQLException;

    /** Returns whether what the message holds is kept when the message itself is deleted: in {@code contents}, under its id. */
    boolean settled(Sql sql, Settled settled) throws SQLException;

    /**
     * The queue's own rules have moved a message: it was received too often, or is too old.
     *
     * @param queue where it is now, or empty where it was deleted
     * @param reason a fixed word
     */
    void moved(Sql sql, long message, String queue, String reason) throws SQLException;

    /** All messages of a dead-letter queue were moved to this queue. */
    void redriven(Sql sql, String queue) throws SQLException;
}
