package io.weir.local.operate;

import com.github.f4b6a3.ulid.UlidFactory;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.Voucher;
import io.weir.ingest.SqsQueue;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.FolderInbox;
import io.weir.local.files.KeepingBucket;
import io.weir.local.ledger.Ledger;
import io.weir.local.ledger.Row;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.StoredMessages;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Sql;
import io.weir.operations.Change;
import io.weir.operations.State;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Changes one request. Each change is one transaction: a kill leaves the request as it was, or changed. Thread-safe. */
final class LocalChanges {
    private static final String QUEUE = "weir";
    private static final String BUSY = "the worker has it now; try again once it has an outcome";
    private static final String NO_BODY = "its body is not kept any more";
    private static final UlidFactory IDS = UlidFactory.newInstance();

    /** Why a request was not changed, or the id of what was made of it. */
    record Result(@Nullable String why, @Nullable String id) {
        static final Result DONE = new Result(null, null);

        static Result refused(String why) {
            return new Result(why, null);
        }
    }

    private final LocalStore store;
    private final SqliteSqsClient sqs;
    private final StoredMessages messages;
    private final Bodies bodies;
    private final Bucket bucket;
    private final Clock clock;

    private record Kept(String attributes, String body) {}

    /** Where large requests lie, and who vouches for a replay. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Bucket(FolderBucket folder, FolderInbox inbox, byte[] operatorKey) {}

    LocalChanges(LocalStore store, SqliteSqsClient sqs, Bodies bodies, Bucket bucket, Clock clock) {
        this.store = store;
        this.sqs = sqs;
        this.messages = sqs.messages();
        this.bodies = bodies;
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Which states a change applies to. */
    static boolean applies(Change change, State state) {
        return switch (change) {
            case Change.Retry retry ->
                state == State.DEAD || state == State.UNPROVEN || state == State.RETRYING || state == State.REJECTED;
            case Change.Replay replay -> state == State.DONE || state == State.FILTERED;
            case Change.Remove remove -> state != State.RUNNING && state != State.REMOVED;
        };
    }

    Result change(Change change, Row row) throws IOException {
        if (!applies(change, row.summary().state())) {
            return Result.refused(
                    "it is " + row.summary().state().text() + ", and " + change.verb() + " is for others");
        }
        Result result = switch (change) {
            case Change.Retry retry -> retry(row);
            case Change.Replay(var action) -> replay(row, action);
            case Change.Remove remove -> remove(row);
        };
        sqs.wake();
        return result;
    }

    private Result retry(Row row) throws IOException {
        return row.message() == null ? fromKept(row) : store.write(sql -> fromQueue(sql, row));
    }

    private Result fromQueue(Sql sql, Row row) throws SQLException {
        long message = row.message() == null ? 0 : row.message();
        if (!messages.sendAgain(sql, message, QUEUE)) {
            return Result.refused(messages.find(sql, message) == null ? NO_BODY : BUSY);
        }
        wait(sql, row, "retry");
        return Result.DONE;
    }

    private void wait(Sql sql, Row row, String what) throws SQLException {
        Instant now = clock.instant();
        sql.query(
                        "UPDATE requests SET state = 'waiting', until = NULL, updated_at = ? WHERE seq = ?",
                        now.toEpochMilli(),
                        row.seq())
                .update();
        Ledger.note(sql, row.seq(), what, now, null);
    }

    /** The object goes back first: until its message is there nothing looks at it. */
    private Result fromKept(Row row) throws IOException {
        QueueMessage message = bodies.message(row);
        if (message == null || bodies.sent(row) == null) {
            return Result.refused(NO_BODY);
        }
        String key = Bodies.inboxKey(message);
        if (key != null) {
            bucket.folder().rename(KeepingBucket.kept(key), key);
        }
        return store.write(sql -> {
            Kept kept = sql.query("""
                    SELECT attributes, body FROM envelopes JOIN contents ON contents.id = content WHERE request = ?
                    """, row.seq())
                    .one(found -> new Kept(found.getString("attributes"), found.getString("body")));
            if (kept == null) {
                return Result.refused(NO_BODY);
            }
            long inserted = messages.insert(sql, kept.attributes(), kept.body(), QUEUE);
            sql.query("UPDATE requests SET message = ? WHERE seq = ?", inserted, row.seq())
                    .update();
            sql.query("DELETE FROM envelopes WHERE request = ?", row.seq()).update();
            wait(sql, row, "retry");
            return Result.DONE;
        });
    }

    private Result replay(Row row, @Nullable String action) throws IOException {
        QueueMessage sent = bodies.sent(row);
        if (sent == null) {
            return Result.refused(NO_BODY);
        }
        Instant now = clock.instant();
        String id = IDS.create(now.toEpochMilli()).toString();
        QueueMessage vouched;
        try {
            vouched = Voucher.vouched(
                    bucket.operatorKey(), sent, id, row.summary().id(), action, now);
        } catch (MalformedEnvelopeException e) {
            return Result.refused("it is no request that the door received");
        }
        if (vouched.sizeInBytes() > SqsLimits.MESSAGE_BYTES) {
            String key =
                    BucketKeys.INBOX + BucketKeys.day(now) + "/" + row.summary().source() + "/" + id;
            bucket.inbox().put(key, InboxObject.write(vouched), Duration.ofMinutes(1));
            return store.write(sql -> linked(sql, row, id, action, now));
        }
        return store.write(sql -> {
            sqs.send(sql, SqsQueue.request(SqsNames.url(QUEUE), vouched).build());
            return linked(sql, row, id, action, now);
        });
    }

    private static Result linked(Sql sql, Row row, String id, @Nullable String action, Instant now)
            throws SQLException {
        sql.query(
                        "UPDATE requests SET replay_of = ? WHERE id = ?",
                        row.summary().id(),
                        id)
                .update();
        Ledger.note(sql, row.seq(), "replay", now, "as " + id + (action == null ? "" : ", action " + action));
        return new Result(null, id);
    }

    /** The trace stays: that there was a request, and what became of it. */
    private Result remove(Row row) throws IOException {
        QueueMessage message = bodies.message(row);
        Result result = store.write(sql -> {
            if (row.message() != null && !messages.delete(sql, row.message())) {
                return Result.refused(BUSY);
            }
            sql.query("DELETE FROM envelopes WHERE request = ?", row.seq()).update();
            Instant now = clock.instant();
            sql.query("""
                    UPDATE requests SET state = 'removed', message = NULL, until = NULL, updated_at = ? WHERE seq = ?
                    """, now.toEpochMilli(), row.seq()).update();
            Ledger.note(sql, row.seq(), "remove", now, null);
            return Result.DONE;
        });
        String key = message == null ? null : Bodies.inboxKey(message);
        if (key != null && result.why() == null) {
            bucket.folder().delete(key);
            bucket.folder().delete(KeepingBucket.kept(key));
        }
        return result;
    }
}
