package io.weir.local.operate;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.QueueMessage;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.KeepingBucket;
import io.weir.local.ledger.LedgerReader;
import io.weir.local.ledger.Row;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.store.LocalStore;
import io.weir.operations.Filter;
import io.weir.operations.Progress;
import io.weir.operations.Purged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes the content of requests wherever it lies on this machine. Messages and kept bodies are found by the ledger; files
 * by the ids, the bodies or the text that they hold. Thread-safe.
 */
final class LocalPurge {
    private static final int TRIES = 20;

    private final LocalStore store;
    private final SqliteSqsClient sqs;
    private final LedgerReader reader;
    private final Bodies bodies;
    private final FolderBucket bucket;
    private final Path folder;

    LocalPurge(
            LocalStore store,
            SqliteSqsClient sqs,
            LedgerReader reader,
            Bodies bodies,
            FolderBucket bucket,
            Path folder) {
        this.store = store;
        this.sqs = sqs;
        this.reader = reader;
        this.bodies = bodies;
        this.bucket = bucket;
        this.folder = folder;
    }

    Purged purge(Filter filter, List<String> ids, boolean trace, Progress progress) throws IOException {
        Map<String, Long> deleted = new LinkedHashMap<>();
        Content content = new Content();
        long seen = 0;
        long busy = 0;
        for (String id : ids) {
            Row row = reader.find(id);
            if (row == null) {
                continue;
            }
            content.add(row.summary(), bodies.envelope(row));
            busy += request(row, trace, deleted) ? 0 : 1;
            if (!progress.at(++seen, busy, ids.size())) {
                break;
            }
        }
        new PurgedFiles(folder, bucket, filter, content).purge(deleted);
        return new Purged(deleted, outOfReach(busy, emptyLog()));
    }

    /** False if the worker has it now. */
    private boolean request(Row row, boolean trace, Map<String, Long> deleted) throws IOException {
        QueueMessage message = bodies.message(row);
        String key = message == null ? null : Bodies.inboxKey(message);
        String place = row.message() == null ? "kept" : place(row);
        boolean done = store.write(sql -> {
            if (row.message() != null && !sqs.messages().delete(sql, row.message())) {
                return false;
            }
            sql.query("DELETE FROM envelopes WHERE request = ?", row.seq()).update();
            if (trace) {
                sql.query("DELETE FROM attempts WHERE request = ?", row.seq()).update();
                sql.query("DELETE FROM requests WHERE seq = ?", row.seq()).update();
                return true;
            }
            sql.query("""
                    UPDATE attempts SET note = NULL, detail = NULL, exception = NULL WHERE request = ?
                    """, row.seq()).update();
            sql.query("""
                    UPDATE requests SET state = 'removed', sender_id = NULL, type = NULL, detail = NULL, until = NULL,
                      message = NULL WHERE seq = ?
                    """, row.seq()).update();
            return true;
        });
        if (done && message != null) {
            deleted.merge(place, 1L, Long::sum);
        }
        if (done && key != null) {
            deleted.merge(BucketKeys.INBOX, inbox(key), Long::sum);
        }
        if (done && trace) {
            deleted.merge("trace", 1L, Long::sum);
        }
        return done;
    }

    private static String place(Row row) {
        return switch (row.summary().state()) {
            case DEAD -> "dead";
            case UNPROVEN -> "unproven";
            case RETRYING -> "retry";
            default -> "queue";
        };
    }

    private long inbox(String key) throws IOException {
        long found = 0;
        for (String each : List.of(key, KeepingBucket.kept(key))) {
            found += bucket.size(each) > 0 ? 1 : 0;
            bucket.delete(each);
        }
        return found;
    }

    private boolean emptyLog() {
        for (int i = 0; i < TRIES; i++) {
            if (store.truncateLog()) {
                return true;
            }
        }
        return false;
    }

    private static List<String> outOfReach(long busy, boolean isEmptied) {
        List<String> all = new ArrayList<>(List.of(
                "lines that were logged hold ids, types and reasons, never a body",
                "what was mailed, posted on or put on an event bus before",
                "backups and snapshots of the disk",
                "the table of claims holds a hash of each event, so that it is not processed again"));
        if (busy > 0) {
            all.addFirst(busy + " requests that the worker has now; purge again once they have an outcome");
        }
        if (!isEmptied) {
            all.addFirst("the log of weir.db could not be emptied since it was read from all the time; purge again");
        }
        return all;
    }
}
